package dev.pontoon.bench.contestant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.bench.stage.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContestantsTest {

  @TempDir private Path home;

  @ParameterizedTest
  @EnumSource(Source.class)
  void everySourceHasItsLimitAndBothLevels(Source source) {
    List<String> names =
        Contestants.all(home).stream().filter(c -> c.reads(source)).map(Contestant::name).toList();

    assertThat(names).contains(Contestants.limit(source), "pontoon-a", "pontoon-b");
  }

  @Test
  void allTellHowTheyAreSetUp() {
    assertThat(Contestants.all(home))
        .allSatisfy(
            c -> {
              assertThat(c.settings()).hasSizeGreaterThan(40).doesNotContain("|");
              assertThat(c.enough()).isGreaterThanOrEqualTo(500);
            });
  }

  @Test
  void theLoopsHaveTheFlagsOfTheLauncher() throws IOException {
    String launcher = Files.readString(Path.of("..", "pontoon"));

    assertThat(JvmFlags.LAUNCHER).allSatisfy(flag -> assertThat(launcher).contains(flag));
  }

  @Test
  void whatIsNotThereSaysWhatIsMissing() {
    assertThat(new RedpandaConnect(null).missing().orElseThrow()).contains("REDPANDA_CONNECT");
    assertThat(new KafkaConnect(home).missing().orElseThrow()).contains("bench/run");
  }

  @Test
  void camelGetsAUriForEachQueue() {
    assertThat(CamelMain.from("jms?transacted=true", "Q")).isEqualTo("jms:queue:Q?transacted=true");
    assertThat(CamelMain.from("spring-rabbitmq?autoDeclare=false", "Q"))
        .isEqualTo("spring-rabbitmq:default?connectionFactory=#rabbit&queues=Q&autoDeclare=false");
  }
}

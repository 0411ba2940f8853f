package dev.pontoon.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pontoon.bench.contestant.Contestant;
import dev.pontoon.bench.contestant.Contestants;
import dev.pontoon.bench.measure.Sample;
import dev.pontoon.bench.stage.Source;
import dev.pontoon.bench.stage.Stage;
import dev.pontoon.bench.stage.Workload;
import dev.pontoon.rig.rabbit.RabbitNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One tiny round, so that the benchmark still works when somebody needs it. */
class BenchIT {

  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final List<String> TWO = List.of("hand-loop", "pontoon-a");

  @Test
  void aRoundMovesEveryMessageAndMeasuresBoth() throws Exception {
    assumeTrue(RabbitNode.installed(), "needs an installed rabbitmq-server");
    Workload workload = new Workload(Source.RABBIT_CLASSIC, 1024, 2, 3, 2_000);
    List<Contestant> two =
        Contestants.all(HOME).stream().filter(c -> TWO.contains(c.name())).toList();
    Duration second = Duration.ofSeconds(1);
    Plan plan =
        new Plan(List.of(workload), 1, List.of(workload), 1, second, second, 0, List.of(1), false);
    StringWriter out = new StringWriter();

    try (Stage stage = new Stage(HOME)) {
      Suite suite = new Suite(stage, plan, two, 1, new PrintWriter(out));
      suite.run();

      assertThat(suite.drains()).extracting(Sample::contestant).containsExactlyElementsOf(TWO);
      assertThat(suite.drains())
          .allSatisfy(
              sample -> {
                assertThat(sample.books().unique()).isEqualTo(2_000);
                assertThat(sample.books().flags()).isEmpty();
                assertThat(sample.rate()).isPositive();
                assertThat(sample.cpuMicros()).isPositive();
                assertThat(sample.rssPeak()).isBetween(30.0, 300.0);
                assertThat(sample.firstSeconds()).isBetween(0.1, 60.0);
              });
      assertThat(suite.latencies())
          .isNotEmpty()
          .allSatisfy(
              latency -> {
                assertThat(latency.books().lost()).isZero();
                assertThat(latency.messages()).isPositive();
                assertThat(latency.p50()).isPositive().isLessThanOrEqualTo(latency.p99());
              });
      assertThat(suite.idle().get(0).threads()).isPositive();
    }
  }
}

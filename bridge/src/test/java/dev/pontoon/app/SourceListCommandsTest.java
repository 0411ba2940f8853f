package dev.pontoon.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Commands that name a route, when its file has a list. */
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class SourceListCommandsTest {
  private static final String TESTS =
      """
      - name: each goes to its topic
        given: { body: x }
        then: { value: x }
      - name: eu goes to its topic
        given: { source: eu, body: x }
        then: { topic: shop.eu }
      """;

  @TempDir private Path folder;

  @BeforeEach
  void files() throws IOException {
    Files.createDirectories(folder.resolve("routes"));
    write(
        "bridge.yaml",
        """
        connections:
          legacy: { rabbitmq: { uri: "amqp://localhost:5672" } }
        kafka: { bootstrap.servers: "localhost:9092" }
        """);
    write(
        "routes/shop.yaml",
        """
        id: shop
        from: { rabbitmq: { queue: [eu, us] } }
        to: { topic: "shop.{queue}" }
        """);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private CommandRun run(String... arguments) {
    return CommandRun.in(folder, arguments);
  }

  @Test
  void explainShowsAllOfTheListOrOne() {
    CommandRun all = run("explain", "shop");
    CommandRun one = run("explain", "shop/us");

    assertThat(all.code()).isZero();
    assertThat(all.text())
        .containsSubsequence(
            "# shop/eu", "\"shop.eu\"", "\"hello\"", "# shop/us", "\"shop.us\"", "\"hello\"");
    assertThat(one.code()).isZero();
    assertThat(one.text()).contains("\"shop.us\"", "\"shop/us\"").doesNotContain("eu", "# ");
  }

  @Test
  void anUnknownIdIsAnsweredWithThoseThatThereAre() {
    assertThat(run("explain", "shop/uk").text())
        .contains("no route shop/uk; there are shop/eu, shop/us");
  }

  @Test
  void aPlaceAmongSeveralDeadLetterTopicsIsAskedFor() {
    CommandRun run = run("dead-letters", "show", "shop", "0@1");

    assertThat(run.code()).isEqualTo(Pontoon.WRONG_INPUT);
    assertThat(run.text()).contains("route shop is several; name one of shop/eu, shop/us");
  }

  @Test
  void testsRunForEachOfTheListOrForTheOneTheyName() throws IOException {
    write("routes/shop.test.yaml", TESTS);

    CommandRun run = run("check");

    assertThat(run.code()).isZero();
    assertThat(run.text())
        .contains(
            "passed  shop/eu: each goes to its topic",
            "passed  shop/us: each goes to its topic",
            "passed  shop/eu: eu goes to its topic",
            "2 routes, 3 tests passed, 0 failed");
  }

  @Test
  void aTestForASourceThatIsNotThereFails() throws IOException {
    write("routes/shop.test.yaml", TESTS.replace("source: eu", "source: uk"));

    CommandRun run = run("check");

    assertThat(run.code()).isEqualTo(Pontoon.FAILED);
    assertThat(run.text()).contains("FAILED  eu goes to its topic", "given.source is no source of");
  }
}

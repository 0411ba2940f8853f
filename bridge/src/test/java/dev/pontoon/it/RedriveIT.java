package dev.pontoon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pontoon.rig.OsProcess;
import dev.pontoon.rig.kafka.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Redrive through the route. */
class RedriveIT {
  private static EmbeddedKafka kafka;

  @TempDir Path folder;

  @BeforeAll
  static void broker() {
    kafka = EmbeddedKafka.started();
  }

  @AfterAll
  static void end() {
    kafka.close();
  }

  private Redriving redriving(String id) throws Exception {
    kafka.createTopic(id + ".v1", 3);
    kafka.createTopic(id + ".v1.dead", 2);
    String bridge =
        """
        connections:
          legacy: { rabbitmq: { uri: "amqp://127.0.0.1:1" } }
        kafka: { bootstrap.servers: "%s" }
        """
            .formatted(kafka.bootstrap());
    String route =
        """
        id: %s
        from: { rabbitmq: { queue: old } }
        to: { topic: %s.v1 }
        key: header:orderId
        """
            .formatted(id, id);
    return new Redriving(folder, kafka.bootstrap(), bridge, route);
  }

  private Redriving redriving(String id, String queues, String topic) throws Exception {
    String bridge =
        """
        connections:
          legacy: { rabbitmq: { uri: "amqp://127.0.0.1:1" } }
        kafka: { bootstrap.servers: "%s" }
        """
            .formatted(kafka.bootstrap());
    String route =
        """
        id: %1$s
        from: { rabbitmq: { queue: %2$s } }
        to: { topic: "%3$s", partitions: 1 }
        key: header:orderId
        dead-letter: { topic: %1$s.dead }
        """
            .formatted(id, queues, topic);
    return new Redriving(folder, kafka.bootstrap(), bridge, route);
  }

  private static Set<String> topics() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.directBootstrap()))) {
      return admin.listTopics().names().get();
    }
  }

  @Test
  void whatIsRefusedAgainIsCountedAndLeftAtLast() throws Exception {
    Redriving redriving = redriving("again");
    redriving.write(30, 10);

    Redriving.Run dry = redriving.run("redrive", "--route", "again", "--dry-run");
    assertThat(dry.text()).contains("refused again: KEY_MISSING: 3, such as ");
    assertThat(dry.last())
        .isEqualTo(
            "redrive: considered 30, sent 27, refused again 3, skipped 0 (done before), left 0"
                + " (dry run: nothing was written)");
    assertThat(redriving.committed("again.v1", 3)).isEmpty();

    for (int count = 2; count <= 4; count++) {
      Redriving.Run run = redriving.run("redrive", "--route", "again", "--max-count", "4");
      assertThat(run.code()).isEqualTo(1);
      assertThat(run.last()).contains("refused again 3");
    }
    Redriving.Run last = redriving.run("redrive", "--route", "again", "--max-count", "4");

    assertThat(last.code()).isEqualTo(1);
    assertThat(last.text()).contains("it has been refused 4 times");
    assertThat(last.last())
        .isEqualTo(
            "redrive: considered 39, sent 0, refused again 0, skipped 36 (done before), left 3");
    assertThat(redriving.committed("again.v1", 3)).hasSize(27);
    assertThat(redriving.run("list", "--route", "again", "--pending").text())
        .contains("KEY_MISSING  4x  pending")
        .contains("3 dead letters, 0 of them redriven");
  }

  @Test
  void filtersAndLimitsCombineWithWhatIsDone() throws Exception {
    Redriving redriving = redriving("some");
    redriving.write(90, 1_000);

    assertThat(redriving.run("redrive", "--route", "some", "--limit", "10", "--key", "k1").last())
        .startsWith("redrive: considered 1, sent 1");
    String[] byReason = {
      "redrive", "--route", "some", "--reason", "KEY_MALFORMED", "--limit", "20"
    };
    assertThat(redriving.run(byReason).last())
        .isEqualTo(
            "redrive: considered 30, sent 20, refused again 0, skipped 1 (done before), left 9");
    assertThat(redriving.run(byReason).last())
        .isEqualTo(
            "redrive: considered 30, sent 9, refused again 0, skipped 21 (done before), left 0");
    assertThat(redriving.run("redrive", "--route", "some").last())
        .isEqualTo(
            "redrive: considered 90, sent 59, refused again 1, skipped 30 (done before), left 0");
    Redriving.Run nothing = redriving.run("redrive", "--route", "some", "--until", "2020-01-01");
    assertThat(nothing.text()).contains("no dead letters of route some match");
    assertThat(nothing.code()).isZero();
    assertThat(Redriving.byId(redriving.committed("some.v1", 3)).values())
        .allMatch(times -> times == 1);
  }

  @Test
  void discardedLettersAreNoLongerPendingAndNeverBroughtBack() throws Exception {
    Redriving redriving = redriving("ticked");
    redriving.write(90, 1_000);

    assertThat(redriving.run("discard", "--route", "ticked").code()).as("says which").isEqualTo(2);
    String[] malformed = {"discard", "--route", "ticked", "--reason", "KEY_MALFORMED"};
    assertThat(redriving.run(concat(malformed, "--dry-run")).last())
        .isEqualTo("ticked: 30 dead letters would be discarded (dry run: nothing was written)");
    assertThat(redriving.run(malformed).last()).isEqualTo("ticked: 30 dead letters discarded");
    assertThat(redriving.run(malformed).last()).isEqualTo("ticked: 0 dead letters discarded");
    assertThat(redriving.run("list", "--route", "ticked").text())
        .contains("  discarded  ", "90 dead letters, 0 of them redriven, 30 discarded");
    assertThat(redriving.run("redrive", "--route", "ticked").last())
        .isEqualTo(
            "redrive: considered 90, sent 59, refused again 1, skipped 30 (done before), left 0");
    assertThat(redriving.run("list", "--route", "ticked", "--pending").text())
        .contains("1 dead letter, 0 of them redriven");
    assertThat(redriving.committed("ticked.v1", 3)).hasSize(59);
  }

  private static String[] concat(String[] words, String more) {
    String[] all = Arrays.copyOf(words, words.length + 1);
    all[words.length] = more;
    return all;
  }

  @Test
  void ofTwoAtOnceTheOlderEndsAndSaysHowToGoOn() throws Exception {
    Redriving redriving = redriving("two");
    redriving.write(200, 1_000);
    try (OsProcess older = redriving.start("redrive", "--route", "two", "--rate", "20/s")) {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> !redriving.committedSoFar("two.v1", 3).isEmpty());
      try (LogWatch log = LogWatch.started()) {
        Redriving.Run younger = redriving.run("redrive", "--route", "two");
        assertThat(younger.last()).contains("considered 200,", "refused again 1,", "left 0");
        log.assertNoneSays("OffsetFetcherUtils");
      }
      await().atMost(Duration.ofSeconds(60)).until(() -> !older.isAlive());
    }
    assertThat(redriving.log())
        .contains("ended by a failure; the same command goes on from here")
        .contains("another redrive of this dead-letter topic has taken over");
    assertThat(Redriving.byId(redriving.committed("two.v1", 3)).values())
        .hasSize(199)
        .allMatch(times -> times == 1);
  }

  @Test
  void timesThatNothingCanMatchAreSaid() throws Exception {
    Redriving redriving = redriving("times");
    assertThat(
            redriving.run("redrive", "--route", "times", "--since", "2h", "--until", "3h").code())
        .isEqualTo(2);
    assertThat(redriving.run("list", "--since", "2h", "--until", "3h").code()).isEqualTo(2);
  }

  @Test
  void oneIsShownWithEverything() throws Exception {
    Redriving redriving = redriving("shown");
    redriving.write(2, 2);
    assertThat(redriving.run("show", "shown", "5@0").code()).as("no such partition").isEqualTo(1);
    String line = redriving.run("list", "--route", "shown", "--reason", "KEY_MISSING").text();
    String place = line.split(" +")[1];

    Redriving.Run shown = redriving.run("show", "shown", place);

    assertThat(shown.code()).isZero();
    assertThat(shown.text())
        .contains("place: shown.v1.dead " + place + " (pending)")
        .contains("  reason: KEY_MISSING")
        .contains("  message-id: m0")
        .contains("  source: rabbitmq/legacy/pontoon.shown")
        .contains("body: 7 bytes\n  {\"n\":0}");
    assertThat(redriving.run("show", "shown", "0@999").code()).isEqualTo(1);
    assertThat(redriving.run("show", "none", place).code()).isEqualTo(2);
    assertThat(redriving.run("list", "--json").text()).contains("\"messageId\":\"m1\"");
  }

  @Test
  void aListIsRedrivenOneAfterTheOtherAndEachLetterToItsTopic() throws Exception {
    kafka.createTopic("list.dead", 1);
    Redriving redriving = redriving("list", "[a, b]", "list.{queue}");
    redriving.routes().forEach(route -> redriving.write(route, 30, 10));

    assertThat(redriving.run("list", "--route", "list").text()).contains("60 dead letters, 0 of");
    assertThat(redriving.run("list", "--route", "list/b").text()).contains("30 dead letters, 0 of");
    assertThat(redriving.run("show", "list", "0@0").text()).contains("route: list/a");

    Redriving.Run part = redriving.run("redrive", "--route", "list", "--limit", "40");
    assertThat(part.code()).isEqualTo(1);
    assertThat(part.text())
        .containsSubsequence("# list/a", "sent 27, refused again 3", "# list/b", "left 20");
    redriving.run("redrive", "--route", "list/b");

    assertThat(Redriving.byId(redriving.committed("list.a", 1)))
        .hasSize(27)
        .allSatisfy((id, times) -> assertThat(times).isEqualTo(1));
    assertThat(Redriving.byId(redriving.committed("list.b", 1)))
        .hasSize(27)
        .allSatisfy((id, times) -> assertThat(times).isEqualTo(1));
  }

  @Test
  void aTopicThatIsMadeFromTheRoutingKeyIsMadeForARedriveToo() throws Exception {
    kafka.createTopic("made.dead", 1);
    Redriving redriving = redriving("made", "a", "made.{routing-key}");
    redriving.write(20, 10);

    redriving.run("redrive", "--route", "made", "--dry-run");
    assertThat(topics()).doesNotContain("made.order.new");
    Redriving.Run run = redriving.run("redrive", "--route", "made");

    assertThat(run.last()).contains("considered 20, sent 18, refused again 2");
    assertThat(Redriving.byId(redriving.committed("made.order.new", 1)))
        .hasSize(18)
        .allSatisfy((id, times) -> assertThat(times).isEqualTo(1));
  }
}

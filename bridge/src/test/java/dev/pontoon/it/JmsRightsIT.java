package dev.pontoon.it;

import static dev.pontoon.it.RabbitSite.awaitLedgerCloses;
import static dev.pontoon.it.RabbitSite.awaitReady;
import static dev.pontoon.it.RabbitSite.awaitSourceSays;
import static dev.pontoon.it.RabbitSite.count;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pontoon.rig.kafka.EmbeddedKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With the rights on Artemis that docs/guide/jms.md names, and no others. */
@Timeout(120)
class JmsRightsIT {
  private static final int MESSAGES = 50;
  @AutoClose private static EmbeddedKafka kafka;

  @TempDir Path folder;

  @BeforeAll
  static void broker() {
    kafka = EmbeddedKafka.started();
  }

  @Test
  void artemisNeedsToConsumeAndToSendForARedrive() throws Exception {
    Map<String, Set<String>> rights =
        Map.of(
            "a-mirror",
            Set.of("consume"),
            "a-back",
            Set.of("consume", "send"),
            "a-prices",
            Set.of("consume", "createDurableQueue"),
            "a-none",
            Set.of());
    try (GuardedArtemis broker = GuardedArtemis.started(rights, Set.of("a-prices"))) {
      mirrorsAndSends(broker, "a-mirror", "a-back");
      refused(broker, "a-none", "a-none", "CONSUME");
      subscribes(broker, "a-prices");
    }
  }

  @Test
  void aPasswordThatChangesInItsFileIsTakenAtTheNextConnect() throws Exception {
    Path file = Files.writeString(folder.resolve("password"), "secret\n");
    Map<String, Set<String>> rights = Map.of("b-mirror", Set.of("consume"));
    try (GuardedArtemis broker = GuardedArtemis.started(rights, Set.of())) {
      String config =
          config(broker).replace("password: secret", "password: \"${file:" + file + "}\"");
      broker.send("b-mirror", false, MESSAGES / 2);
      try (YamlBridge bridge =
          YamlBridge.started(
              folder.resolve("b-mirror"), config, route("b-mirror", "queue: b-mirror"))) {
        awaitReady(bridge, "b-mirror");
        broker.changePassword("other");
        awaitSourceSays(bridge, "b-mirror", "legacy, queue b-mirror");
        broker.send("b-mirror", false, MESSAGES - MESSAGES / 2);
        Files.writeString(file, "other\n");
        awaitReady(bridge, "b-mirror");
        awaitAcknowledged(bridge, "b-mirror");
      }
      assertThat(broker.waiting("b-mirror")).isZero();
    }
  }

  private void mirrorsAndSends(GuardedArtemis broker, String mirror, String back) throws Exception {
    broker.send(mirror, false, MESSAGES);
    broker.send(back, false, MESSAGES);
    String refusing = route(back, "queue: " + back).replace("message-id", "header:nope");
    try (YamlBridge bridge =
        YamlBridge.started(
            folder.resolve(mirror), config(broker), route(mirror, "queue: " + mirror), refusing)) {
      awaitReady(bridge, mirror);
      awaitAcknowledged(bridge, mirror);
      awaitAcknowledged(bridge, back);
      assertThat(count(bridge, back, "dead.lettered")).isEqualTo(MESSAGES);
    }
    Redriving commands = new Redriving(folder.resolve(back), "", config(broker), refusing);
    assertThat(commands.run("redrive", "--route", back, "--to", "queue").last())
        .contains("sent " + MESSAGES);
    assertThat(broker.waiting(back)).isEqualTo(MESSAGES);
  }

  private void refused(GuardedArtemis broker, String queue, String... words) {
    try (YamlBridge bridge =
        YamlBridge.started(
            folder.resolve(queue), config(broker), route(queue, "queue: " + queue))) {
      awaitSourceSays(bridge, queue, words);
      assertThat(count(bridge, queue, "read")).isZero();
    }
  }

  private void subscribes(GuardedArtemis broker, String topic) throws Exception {
    String from = "topic: " + topic + ", subscription: mirror, shared: true";
    try (YamlBridge bridge =
        YamlBridge.started(folder.resolve(topic), config(broker), route(topic, from))) {
      awaitReady(bridge, topic);
      broker.send(topic, true, MESSAGES);
      awaitAcknowledged(bridge, topic);
    }
  }

  private static void awaitAcknowledged(YamlBridge bridge, String route) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> count(bridge, route, "acknowledged") == MESSAGES);
    awaitLedgerCloses(bridge, route);
  }

  private static String config(GuardedArtemis broker) {
    return broker.yaml()
        + """
        kafka: { bootstrap.servers: "%s" }
        http: { listen: "127.0.0.1:0" }
        """
            .formatted(kafka.bootstrap());
  }

  private static String route(String id, String from) {
    return """
    id: %1$s
    from: { jms: { %2$s } }
    to: { topic: %1$s.v1, partitions: 1 }
    key: message-id
    """
        .formatted(id, from);
  }
}

package dev.pontoon.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.config.ConfigLoader;
import dev.pontoon.mapping.Route;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.rig.kafka.EmbeddedKafka;
import dev.pontoon.route.StepRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Steps that send into a real Kafka, and publishers who would like to say where to. */
@Timeout(120)
class SteeredStepsIT {
  private static final List<String> ORDERS =
      List.of(
          "kafka.OVERRIDE_TOPIC",
          "KAFKA.override_topic",
          "\u212aafka.OVERRIDE_TOPIC",
          " kafka.OVERRIDE_TOPIC",
          "CamelKafkaOverrideTopic");

  @AutoClose private static final EmbeddedKafka kafka = EmbeddedKafka.started();

  @TempDir Path folder;

  private StepRun steps(StepRun.Sending sending) throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("bridge.yaml"),
            """
            connections: { mq: { rabbitmq: { uri: "amqp://127.0.0.1:1" } } }
            kafka: { bootstrap.servers: "%s" }
            """
                .formatted(kafka.bootstrap()));
    Files.writeString(
        Files.createDirectories(folder.resolve("routes")).resolve("r.yaml"),
        """
        id: r
        from: { rabbitmq: { queue: q } }
        to: { topic: t }
        steps:
          - to: "kafka:audit.v1?brokers=%s"
          - toD: "kafka:copy.${header.kind}?brokers=%1$s"
        """
            .formatted(kafka.bootstrap()));
    var loaded =
        (ConfigLoader.Loaded) new ConfigLoader().load(config, folder.resolve("routes"), Map.of());
    return new StepRun(loaded.routes().get(0), sending);
  }

  private static LegacyMessage sent(int number) {
    LegacyMessage message = Route.with(Route.json("{\"n\":" + number + "}"), "kind", "eu");
    for (String order : ORDERS) {
      message = Route.with(message, order, "victim");
    }
    for (String key : List.of("kafka.KEY", "kafka.PARTITION_KEY", "kafka.OVERRIDE_TIMESTAMP")) {
      message = Route.with(message, key, 7L);
    }
    return message;
  }

  @Test
  void whereAStepSendsIsTheOperatorsToSay() throws Exception {
    try (StepRun steps = steps(StepRun.Sending.TOLD)) {
      steps.run(sent(0));
      assertThat(steps.told())
          .hasSize(2)
          .anyMatch(told -> told.startsWith("would send to kafka:audit.v1?"))
          .anyMatch(told -> told.startsWith("would send to kafka:copy."));
    }
    try (StepRun steps = steps(StepRun.Sending.REAL)) {
      for (int i = 1; i <= 3; i++) {
        List<LegacyMessage> made = steps.run(sent(i));
        assertThat(made).singleElement().isEqualTo(sent(i));
      }
    }
    for (String topic : List.of("audit.v1", "copy.eu")) {
      var records = Topic.read(kafka, topic, 3);
      assertThat(records).extracting(Topic::text).containsExactlyInAnyOrder(texts());
      assertThat(records).allMatch(record -> record.key() == null && record.timestamp() != 7);
    }
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
      assertThat(admin.listTopics().names().get()).doesNotContain("victim").contains("audit.v1");
    }
  }

  private static String[] texts() {
    return new String[] {"{\"n\":1}", "{\"n\":2}", "{\"n\":3}"};
  }
}

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
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
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
    topics("audit.v1", "copy.eu", "victim");
    try (StepRun steps = steps(StepRun.Sending.TOLD)) {
      steps.run(sent(0));
      assertThat(steps.told())
          .hasSize(2)
          .anyMatch(told -> told.startsWith("would send to kafka://audit.v1?"))
          .anyMatch(told -> told.startsWith("would send to kafka://copy."));
    }
    try (StepRun steps = steps(StepRun.Sending.REAL)) {
      for (int i = 1; i <= 3; i++) {
        List<LegacyMessage> made = steps.run(sent(i));
        assertThat(made).hasSize(1);
        assertThat(made.get(0).headers()).isEqualTo(sent(i).headers());
      }
    }
    for (String topic : List.of("audit.v1", "copy.eu")) {
      var records = Topic.read(kafka, topic, 3);
      assertThat(records).extracting(Topic::text).containsExactlyInAnyOrder(texts());
      assertThat(records).allMatch(record -> record.key() == null && record.timestamp() != 7);
    }
    try (Admin admin = admin()) {
      TopicPartition victim = new TopicPartition("victim", 0);
      assertThat(admin.listOffsets(Map.of(victim, OffsetSpec.latest())).all().get())
          .allSatisfy((partition, end) -> assertThat(end.offset()).isZero());
    }
  }

  private static Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()));
  }

  private static void topics(String... names) throws Exception {
    try (Admin admin = admin()) {
      admin
          .createTopics(Stream.of(names).map(n -> new NewTopic(n, 1, (short) 1)).toList())
          .all()
          .get();
    }
  }

  private static String[] texts() {
    return new String[] {"{\"n\":1}", "{\"n\":2}", "{\"n\":3}"};
  }
}

package dev.pontoon.it;

import static dev.pontoon.it.RabbitSite.awaitLedgerCloses;
import static dev.pontoon.it.RabbitSite.awaitReady;
import static dev.pontoon.it.RabbitSite.count;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Topics made from routing keys. */
@Timeout(120)
class MadeTopicsIT {
  private static final int EACH = 40;
  @AutoClose private static final RabbitSite site = RabbitSite.started();

  @TempDir Path folder;

  /** Three good keys, one that Kafka refuses, one that is too many, one with another purpose. */
  @ParameterizedTest
  @ValueSource(strings = {"at-least-once", "effectively-once"})
  void eachRoutingKeyHasItsTopicAndWhatHasNoneIsADeadLetter(String delivery) throws Exception {
    String id = delivery.substring(0, 2);
    site.rabbit(channel -> channel.exchangeDeclare(id, "topic", true));
    String route =
        """
        id: %1$s
        from: { rabbitmq: { exchange: %1$s } }
        to: { topic: "%1$s.{routing-key}", partitions: 2, retention: 2d, max-topics: 3 }
        key: routing-key
        delivery: %2$s
        """
            .formatted(id, delivery);
    List<String> keys = List.of("order.new", "order_new", "order/old", "refund", "dead", "toomany");
    try (YamlBridge bridge = YamlBridge.started(folder, site.config(), route)) {
      awaitReady(bridge, id);
      publish(id, keys);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> count(bridge, id, "acknowledged") == EACH * keys.size());
      awaitLedgerCloses(bridge, id);
      assertThat(count(bridge, id, "mirrored")).isEqualTo(EACH * 3);
      assertThat(count(bridge, id, "dead.lettered")).isEqualTo(EACH * 3);
      RabbitSite.awaitLedgerCloses(bridge, id);
    }
    for (String topic : List.of("order.new", "order-old", "refund")) {
      assertThat(Topic.read(site.kafka(), id + "." + topic, EACH)).hasSize(EACH);
    }
    List<ConsumerRecord<byte[], byte[]>> letters = Topic.read(site.kafka(), id + ".dead", EACH * 3);
    assertThat(letters)
        .hasSize(EACH * 3)
        .allMatch(it -> "TOPIC_INVALID".equals(Topic.header(it, "pontoon.error.reason")));
    assertThat(letters)
        .extracting(it -> Topic.header(it, "pontoon.error.message"))
        .anyMatch(it -> it.contains("to.max-topics: 3"))
        .anyMatch(it -> it.contains("collides with existing topic"))
        .anyMatch(it -> it.contains("which has another purpose"));
    madeAsPlanned(id);
  }

  private static void publish(String exchange, List<String> keys) {
    site.rabbit(
        channel -> {
          channel.confirmSelect();
          for (int i = 0; i < EACH * keys.size(); i++) {
            AMQP.BasicProperties properties =
                new AMQP.BasicProperties.Builder().messageId("m" + i).deliveryMode(2).build();
            byte[] body = ("n" + i).getBytes(StandardCharsets.UTF_8);
            channel.basicPublish(exchange, keys.get(i % keys.size()), properties, body);
          }
          return channel.waitForConfirms(20_000);
        });
  }

  private static void madeAsPlanned(String id) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", site.kafka().directBootstrap()))) {
      Set<String> topics = admin.listTopics().names().get();
      assertThat(topics).doesNotContain(id + ".toomany");
      String topic = id + ".order-old";
      var description = admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
      assertThat(description.partitions()).hasSize(2);
      ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
      var config = new HashMap<>(admin.describeConfigs(List.of(resource)).all().get());
      assertThat(config.get(resource).get("retention.ms").value())
          .isEqualTo(String.valueOf(Duration.ofDays(2).toMillis()));
    }
  }
}

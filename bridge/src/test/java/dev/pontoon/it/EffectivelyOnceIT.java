package dev.pontoon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.pontoon.rig.kafka.EmbeddedKafka;
import dev.pontoon.rig.rabbit.TestRabbit;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EffectivelyOnceIT {
  private static EmbeddedKafka kafka;
  private static String rabbit;

  @TempDir Path folder;

  @BeforeAll
  static void brokers() {
    kafka = EmbeddedKafka.started();
    rabbit = TestRabbit.shared().freshUri();
  }

  @AfterAll
  static void end() throws Exception {
    kafka.close();
  }

  @Test
  void anExchangeIsMirroredOnce() throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(rabbit);
    try (Connection connection = factory.newConnection();
        Channel channel = connection.createChannel()) {
      channel.exchangeDeclare("once", "topic", true);
      try (YamlBridge bridge = YamlBridge.started(folder, config(), route())) {
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> bridge.bridge().statuses().get(0).now().ready());
        publish(channel, 20_000);
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> bridge.count("pontoon.messages.acknowledged", "once") == 20_000);
        assertThat(bridge.count("pontoon.messages.mirrored", "once")).isEqualTo(20_000);
      }
    }
  }

  private static String config() {
    return """
    connections:
      legacy: { rabbitmq: { uri: "%s" } }
    kafka: { bootstrap.servers: "%s" }
    http: { listen: "127.0.0.1:0" }
    """
        .formatted(rabbit, kafka.bootstrap());
  }

  private static String route() {
    return """
    id: once
    from: { rabbitmq: { exchange: once, bind: ["order.#"] } }
    to: { topic: once.v1, partitions: 3 }
    key: header:orderId
    delivery: effectively-once
    """;
  }

  private static void publish(Channel channel, int count) throws Exception {
    channel.confirmSelect();
    for (int i = 0; i < count; i++) {
      AMQP.BasicProperties properties =
          new AMQP.BasicProperties.Builder()
              .messageId("m" + i)
              .deliveryMode(2)
              .headers(Map.of("orderId", "k" + i % 100))
              .build();
      channel.basicPublish(
          "once", "order.new", properties, "hello".getBytes(StandardCharsets.UTF_8));
    }
    channel.waitForConfirmsOrDie(60_000);
  }
}

package dev.pontoon.it;

import static dev.pontoon.it.RabbitSite.awaitLedgerCloses;
import static dev.pontoon.it.RabbitSite.awaitRoute;
import static dev.pontoon.it.RabbitSite.count;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import dev.pontoon.rig.kafka.EmbeddedKafka;
import dev.pontoon.rig.rabbit.RabbitInstall;
import dev.pontoon.rig.rabbit.RabbitNode;
import dev.pontoon.rig.rabbit.RabbitSetup;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters of routes that a pattern made: brought back by route and by file. */
@Timeout(180)
class RedrivePatternIT {
  private static final int MESSAGES = 60;
  private static RabbitNode node;
  private static RabbitSite site;

  @TempDir Path folder;

  @BeforeAll
  static void brokers() {
    Assumptions.assumeTrue(RabbitNode.installed(), RabbitInstall.missing());
    node = RabbitNode.started(RabbitSetup.fresh().management());
    site = new RabbitSite(node.amqpUri(), EmbeddedKafka.started());
  }

  @AfterAll
  static void end() {
    if (node != null) {
      site.close();
      node.close();
    }
  }

  private static String config() {
    return """
        connections:
          legacy:
            rabbitmq:
              uri: "%s"
              management: { uri: "%s", look-again: 1s }
        kafka: { bootstrap.servers: "%s" }
        http: { listen: "127.0.0.1:0" }
        """
        .formatted(site.rabbit(), node.managementUri(), site.kafka().bootstrap());
  }

  /** Every third has an order id, all have a number in the body. */
  private static void publish(String exchange, String routingKey) {
    site.rabbit(
        channel -> {
          channel.confirmSelect();
          for (int i = 0; i < MESSAGES; i++) {
            var properties =
                new AMQP.BasicProperties.Builder()
                    .messageId(exchange + routingKey + i)
                    .deliveryMode(2)
                    .headers(i % 3 == 0 ? Map.of("orderId", "o" + i) : Map.of())
                    .build();
            byte[] body = ("{\"n\":" + i + "}").getBytes(StandardCharsets.UTF_8);
            channel.basicPublish(exchange, routingKey, properties, body);
          }
          return channel.waitForConfirms(20_000);
        });
  }

  private static void awaitAcknowledged(YamlBridge bridge, String id, long messages) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(count(bridge, id, "acknowledged")).isEqualTo(messages));
    awaitLedgerCloses(bridge, id);
  }

  private Redriving redriving(String route) throws Exception {
    return new Redriving(folder.resolve("redrive"), site.kafka().bootstrap(), config(), route);
  }

  private static void assertEachOnce(Redriving redriving, String topic) {
    assertThat(Redriving.byId(redriving.committed(topic, 1)))
        .hasSize(MESSAGES)
        .allSatisfy((id, times) -> assertThat(times).isEqualTo(1));
  }

  @Test
  void exchangesAreRedrivenByRouteAndByFile() throws Exception {
    List.of("shop.eu", "shop.us").forEach(site::topicExchange);
    String route =
        """
        id: shop
        from: { rabbitmq: { exchange: "shop.*" } }
        to: { topic: "{exchange}.v1", partitions: 1 }
        key: header:orderId
        """;
    try (YamlBridge bridge = YamlBridge.started(folder, config(), route)) {
      for (String exchange : List.of("shop.eu", "shop.us")) {
        String id = "shop/" + exchange;
        awaitRoute(bridge, id);
        publish(exchange, "order.new");
        awaitAcknowledged(bridge, id, MESSAGES);
        assertThat(count(bridge, id, "dead.lettered")).isEqualTo(40);
      }
    }
    Redriving redriving = redriving(route.replace("header:orderId", "[header:orderId, json:/n]"));
    assertThat(redriving.run("list", "--route", "shop").text())
        .contains("80 dead letters, 0 of them redriven", "shop/shop.eu  0@0", "shop/shop.us  0@0");

    Redriving.Run one = redriving.run("redrive", "--route", "shop/shop.us", "--limit", "10");
    assertThat(one.last()).startsWith("redrive: considered 40, sent 10,");
    site.topicExchange("shop.a-new-one");
    Redriving.Run all = redriving.run("redrive", "--route", "shop");

    assertThat(all.code()).as("of the new exchange nothing is known").isEqualTo(1);
    assertThat(all.text())
        .containsSubsequence(
            "# shop/shop.a-new-one",
            "# shop/shop.eu",
            "considered 40, sent 40, refused again 0, skipped 0 (done before), left 0",
            "# shop/shop.us",
            "considered 40, sent 30, refused again 0, skipped 10 (done before), left 0");
    assertEachOnce(redriving, "shop.eu.v1");
    assertEachOnce(redriving, "shop.us.v1");
    assertThat(redriving.run("list", "--route", "shop", "--pending").text())
        .contains("no dead letters match");
  }

  @Test
  void queuesGetTheirsBackAndTheBridgeReadsThemAgain() throws Exception {
    List<String> queues = List.of("legacy.pay", "legacy.pay.eu");
    queues.forEach(site::queue);
    String route =
        """
        id: old
        from: { rabbitmq: { queue: "legacy.#" } }
        to: { topic: "{queue}.v1", partitions: 1 }
        key: header:orderId
        dead-letter: { topic: old.dead }
        """;
    try (YamlBridge bridge = YamlBridge.started(folder, config(), route)) {
      for (String queue : queues) {
        awaitRoute(bridge, "old/" + queue);
        publish("", queue);
        awaitAcknowledged(bridge, "old/" + queue, MESSAGES);
      }
    }
    String repaired = route.replace("header:orderId", "[header:orderId, json:/n]");
    Redriving redriving = redriving(repaired);

    Redriving.Run all = redriving.run("redrive", "--route", "old", "--to", "queue");

    assertThat(all.code()).isZero();
    for (String queue : queues) {
      assertThat(all.text()).containsSubsequence("# old/" + queue, "considered 40, sent 40,");
      assertThat(site.depth(queue)).isEqualTo(40);
    }
    try (YamlBridge bridge = YamlBridge.started(folder.resolve("again"), config(), repaired)) {
      for (String queue : queues) {
        awaitRoute(bridge, "old/" + queue);
        awaitAcknowledged(bridge, "old/" + queue, 40);
        assertThat(count(bridge, "old/" + queue, "mirrored")).isEqualTo(40);
      }
    }
    queues.forEach(queue -> assertEachOnce(redriving, queue + ".v1"));
    assertThat(redriving.run("redrive", "--route", "old").last()).contains("skipped 40");
  }
}

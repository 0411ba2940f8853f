package dev.pontoon.it;

import static dev.pontoon.it.RabbitSite.awaitLedgerCloses;
import static dev.pontoon.it.RabbitSite.awaitReady;
import static dev.pontoon.it.RabbitSite.awaitRoute;
import static dev.pontoon.it.RabbitSite.awaitSourceSays;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.config.TopicNames;
import dev.pontoon.observe.RouteStatus;
import dev.pontoon.rig.fault.TcpProxy;
import dev.pontoon.rig.kafka.EmbeddedKafka;
import dev.pontoon.rig.ledger.Balance;
import dev.pontoon.rig.ledger.Ledger;
import dev.pontoon.rig.load.Payloads;
import dev.pontoon.rig.load.RabbitLoad;
import dev.pontoon.rig.rabbit.RabbitInstall;
import dev.pontoon.rig.rabbit.RabbitNode;
import dev.pontoon.rig.rabbit.RabbitSetup;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Patterns in place of names, with the management API of a real RabbitMQ. */
@Timeout(180)
class SourcePatternIT {
  private static final int MESSAGES = 500;
  private static RabbitNode node;
  private static EmbeddedKafka kafka;
  private static TcpProxy management;
  private static RabbitSite site;

  @TempDir Path folder;

  @BeforeAll
  static void brokers() {
    Assumptions.assumeTrue(RabbitNode.installed(), RabbitInstall.missing());
    node = RabbitNode.started(RabbitSetup.fresh().management());
    kafka = EmbeddedKafka.started();
    management = TcpProxy.to(node.managementUri().getPort());
    site = new RabbitSite(node.amqpUri(), kafka);
  }

  @AfterAll
  static void end() {
    if (node != null) {
      management.close();
      kafka.close();
      node.close();
    }
  }

  private static String config() {
    return """
    connections:
      legacy:
        rabbitmq:
          uri: "%s"
          management: { uri: "http://127.0.0.1:%d", timeout: 2s, look-again: 1s }
    kafka: { bootstrap.servers: "%s" }
    http: { listen: "127.0.0.1:0" }
    """
        .formatted(node.amqpUri(), management.port(), kafka.bootstrap());
  }

  private static Ledger publish(String exchange) {
    Ledger ledger = new Ledger(exchange.replace('.', '-'), 20);
    publish(exchange, ledger);
    return ledger;
  }

  private static void publish(String exchange, Ledger ledger) {
    try (RabbitLoad load = site.load(exchange, "go", ledger, Payloads.of(1, 300), 1)) {
      load.publish(MESSAGES);
    }
  }

  private static void assertMirrored(YamlBridge bridge, String exchange, Ledger ledger) {
    Balance balance = site.balance(ledger, exchange);
    balance.assertNothingLost().assertNoDuplicates().assertOrderPerKey().assertNoDeadLetters();
    awaitLedgerCloses(bridge, "shop/" + exchange);
    assertThat(site.depth("pontoon.shop." + exchange)).isZero();
  }

  @Test
  void exchangesThatMatchAreMirroredAlsoThoseThatComeLater() throws Exception {
    List.of("shop.eu", "shop.us", "other.eu").forEach(site::topicExchange);
    site.rabbit(channel -> channel.exchangeDeclare("shop.passing", "topic", false, true, null));
    String route =
        """
        id: shop
        from: { rabbitmq: { exchange: "shop.*" } }
        to: { topic: "{exchange}.v1", partitions: 2 }
        key: header:ledgerKey
        """;
    try (YamlBridge bridge = YamlBridge.started(folder, config(), route)) {
      awaitRoute(bridge, "shop/shop.eu");
      awaitRoute(bridge, "shop/shop.us");
      awaitReady(bridge, "shop");
      Ledger eu = publish("shop.eu");
      Ledger us = publish("shop.us");
      assertMirrored(bridge, "shop.us", us);

      site.topicExchange("shop.asia");
      awaitRoute(bridge, "shop/shop.asia");
      assertMirrored(bridge, "shop.asia", publish("shop.asia"));

      management.refuse();
      management.reset();
      awaitSourceSays(bridge, "shop", "management API", "does not answer");
      assertThat(RabbitSite.get(bridge, "/health/ready").statusCode()).isEqualTo(503);
      site.topicExchange("shop.late");
      publish("shop.eu", eu);
      assertMirrored(bridge, "shop.eu", eu);

      management.pass();
      awaitRoute(bridge, "shop/shop.late");
      awaitReady(bridge, "shop");
      assertMirrored(bridge, "shop.late", publish("shop.late"));
      assertThat(bridge.bridge().statuses())
          .extracting(RouteStatus::route)
          .containsExactlyInAnyOrder(
              "shop", "shop/shop.eu", "shop/shop.us", "shop/shop.asia", "shop/shop.late");
    }
  }

  /** Whoever may declare a queue chooses its name: it reads nothing of ours and stops no other. */
  @Test
  void strangersNamesAreNamesAndNothingElse() throws Exception {
    List<String> names =
        List.of(
            "n2.{{env:PATH}}", "n2.{{user.home}}q", "n2.a\"b", "n2.a b", "n2.\u001b[31mx", "n2.z");
    names.forEach(site::queue);
    String route =
        """
        id: n2
        from: { rabbitmq: { queue: "n2.#" } }
        to: { topic: "{queue}.v1", partitions: 2 }
        key: header:ledgerKey
        steps: [ setHeader: { name: seen, constant: "yes" } ]
        """;
    try (YamlBridge bridge = YamlBridge.started(folder, config(), route)) {
      awaitReady(bridge, "n2");
      for (String name : names) {
        String part = TopicNames.distinct(name);
        awaitRoute(bridge, "n2/" + part);
        Ledger ledger = new Ledger("n2-" + names.indexOf(name), 5);
        site.publish(name, ledger, Payloads.of(1, 300), 1, 40);
        site.balance(ledger, part).assertNothingLost().assertNoDuplicates().assertOrderPerKey();
        awaitLedgerCloses(bridge, "n2/" + part);
        assertThat(site.depth(name)).isZero();
      }
      for (String path : List.of("/", "/health", "/metrics")) {
        assertThat(RabbitSite.get(bridge, path).body())
            .doesNotContain(System.getenv("PATH"), System.getProperty("user.home"), "\u001b");
      }
      assertThat(bridge.bridge().statuses()).hasSize(names.size() + 1);
    }
  }
}

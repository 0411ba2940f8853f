package dev.pontoon.it;

import static dev.pontoon.it.RabbitSite.awaitLedgerCloses;
import static dev.pontoon.it.RabbitSite.awaitReady;
import static dev.pontoon.it.RabbitSite.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pontoon.app.Pontoon;
import dev.pontoon.observe.RouteStatus;
import dev.pontoon.rig.kafka.EmbeddedKafka;
import dev.pontoon.rig.ledger.Ledger;
import dev.pontoon.rig.load.Payloads;
import dev.pontoon.rig.load.RabbitLoad;
import dev.pontoon.rig.rabbit.RabbitNode;
import dev.pontoon.rig.rabbit.RabbitSetup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a bridge has left on RabbitMQ when its files change. */
@Timeout(120)
class LeftoversIT {
  private static RabbitNode node;
  private static RabbitSite site;

  @TempDir Path folder;

  @BeforeAll
  static void brokers() {
    Assumptions.assumeTrue(RabbitNode.installed(), "needs an installed RabbitMQ");
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

  private static String managed(String name) {
    String management = "management: { uri: \"" + node.managementUri() + "\", look-again: 1s }";
    return site.config("name: " + name)
        .replaceFirst("rabbitmq: \\{", "rabbitmq: { " + management + ",");
  }

  private static String route(String id, String bind) {
    return """
    id: %1$s
    from: { rabbitmq: { exchange: %1$s%2$s } }
    to: { topic: %1$s.v1 }
    key: header:ledgerKey
    """
        .formatted(id, bind);
  }

  private static void publish(String exchange, String key, Ledger ledger, int count) {
    try (RabbitLoad load = site.load(exchange, key, ledger, Payloads.of(1, 100), 1)) {
      load.publish(count);
    }
  }

  private static boolean says(YamlBridge bridge, String route, String words) {
    return bridge.bridge().statuses().stream()
        .filter(status -> status.route().equals(route))
        .flatMap(status -> status.notices().stream())
        .map(RouteStatus.Notice::what)
        .anyMatch(what -> what.contains(words));
  }

  private static int retire(YamlBridge bridge, String route) {
    return Pontoon.execute(
        "retire",
        route,
        "--config",
        bridge.folder().resolve("bridge.yaml").toString(),
        "--routes",
        bridge.folder().resolve("routes").toString());
  }

  @Test
  void theQueueOfARouteThatIsGoneIsNamedUntilItIsRetired() throws Exception {
    site.topicExchange("kept");
    site.topicExchange("gone");
    Map<String, Object> ttl = Map.of("x-message-ttl", 60_000);
    site.rabbit(channel -> channel.queueDeclare("short", true, false, false, ttl));
    Path before = folder.resolve("before");
    try (YamlBridge bridge =
        YamlBridge.started(before, managed("left"), route("kept", ""), route("gone", ""))) {
      awaitReady(bridge, "gone");
      awaitReady(bridge, "kept");
    }
    Ledger lost = new Ledger("gone", 1);
    publish("gone", "x", lost, 10);
    Path after = folder.resolve("after");
    try (YamlBridge bridge =
        YamlBridge.started(
            after, managed("left"), route("kept", ""), RabbitSite.queueRoute("short"))) {
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> says(bridge, "queues on legacy", "left.gone (10 messages)"));
      await().until(() -> says(bridge, "short", "argument x-message-ttl = 60000"));
      assertThat(get(bridge, "/health/ready").statusCode()).isEqualTo(200);
      assertThat(get(bridge, "/").body()).contains("1 of 3 routes needs attention", "left.gone");
      assertThat(get(bridge, "/metrics").body())
          .contains("pontoon_leftover_queues{connection=\"legacy\"} 2.0");
      assertThat(retire(bridge, "gone")).as("it holds messages").isEqualTo(1);
      assertThat(retire(bridge, "kept")).as("it is read").isEqualTo(1);
      site.rabbit(channel -> channel.queuePurge("left.gone"));
      assertThat(retire(bridge, "gone")).isZero();
      assertThat(node.ctl("-q", "list_queues", "name")).doesNotContain("left.gone");
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> !says(bridge, "queues on legacy", "left.gone"));
      Ledger ledger = new Ledger("kept", 5);
      publish("kept", "x", ledger, 100);
      site.balance(ledger, "kept").assertNothingLost().assertNoDuplicates().assertOrderPerKey();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void bindingsFollowTheRouteFile(boolean management) {
    String id = management ? "asked" : "unasked";
    String config = management ? managed(id) : site.config("name: " + id);
    site.topicExchange(id);
    String wide = management ? ", bind: [\"order.#\", \"refund.#\"]" : "";
    try (YamlBridge bridge = YamlBridge.started(folder.resolve("wide"), config, route(id, wide))) {
      awaitReady(bridge, id);
    }
    Ledger ledger = new Ledger(id, 5);
    try (YamlBridge bridge =
        YamlBridge.started(folder.resolve("narrow"), config, route(id, ", bind: [\"order.#\"]"))) {
      awaitReady(bridge, id);
      assertThat(unrouted(id, "refund.secret")).isTrue();
      publish(id, "order.new", ledger, 100);
      site.balance(ledger, id).assertNothingLost().assertNoDuplicates().assertOrderPerKey();
      awaitLedgerCloses(bridge, id);
      assertThat(RabbitSite.count(bridge, id, "read")).isEqualTo(100);
    }
  }

  /** Whether a message with this key reaches no queue. */
  private static boolean unrouted(String exchange, String key) {
    return site.rabbit(
        channel -> {
          var returned = new AtomicBoolean();
          channel.addReturnListener((code, text, to, by, properties, body) -> returned.set(true));
          channel.confirmSelect();
          channel.basicPublish(exchange, key, true, null, new byte[] {1});
          channel.waitForConfirmsOrDie(10_000);
          return returned.get();
        });
  }
}

package dev.pontoon.it;

import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.pontoon.observe.RouteStatus;
import dev.pontoon.rig.kafka.EmbeddedKafka;
import dev.pontoon.rig.kafka.KafkaNode;
import dev.pontoon.rig.ledger.Balance;
import dev.pontoon.rig.ledger.KafkaAudit;
import dev.pontoon.rig.ledger.Ledger;
import dev.pontoon.rig.load.Payloads;
import dev.pontoon.rig.load.RabbitLoad;
import dev.pontoon.rig.rabbit.TestRabbit;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.assertj.core.api.Assertions;

/** A RabbitMQ, a Kafka and what tests do with both. */
record RabbitSite(String rabbit, KafkaNode kafka) implements AutoCloseable {

  /** A Kafka of its own, and a place of its own on the RabbitMQ that all tests share. */
  static RabbitSite started() {
    return new RabbitSite(TestRabbit.shared().freshUri(), EmbeddedKafka.started());
  }

  /** What is done on a channel of its own. */
  interface Work<T> {
    T on(Channel channel) throws Exception;
  }

  <T> T rabbit(Work<T> work) {
    ConnectionFactory factory = new ConnectionFactory();
    try {
      factory.setUri(rabbit);
      try (Connection connection = factory.newConnection("test");
          Channel channel = connection.createChannel()) {
        return work.on(channel);
      }
    } catch (Exception e) {
      throw new IllegalStateException("the test's own RabbitMQ client failed", e);
    }
  }

  String config(String... more) {
    return """
    connections:
      legacy: { rabbitmq: { uri: "%s" } }
    kafka: { bootstrap.servers: "%s" }
    http: { listen: "127.0.0.1:0" }
    %s
    """
        .formatted(rabbit, kafka.bootstrap(), String.join("\n", more));
  }

  /** A route from a queue of the same name. */
  static String queueRoute(String id, String... more) {
    return """
    id: %1$s
    from: { rabbitmq: { queue: %1$s } }
    to: { topic: %1$s.v1, partitions: 3 }
    key: header:ledgerKey
    %2$s
    """
        .formatted(id, String.join("\n", more));
  }

  void queue(String name) {
    rabbit(channel -> channel.queueDeclare(name, true, false, false, null));
  }

  long depth(String queue) {
    return rabbit(channel -> channel.messageCount(queue));
  }

  RabbitLoad load(String exchange, String routingKey, Ledger ledger, Payloads payloads, long seed) {
    return new RabbitLoad(
        rabbit, exchange, routingKey, ledger, payloads, seed, Duration.ofSeconds(60));
  }

  void publish(String queue, Ledger ledger, Payloads payloads, long seed, int count) {
    try (RabbitLoad load = load("", queue, ledger, payloads, seed)) {
      load.publish(count);
    }
  }

  /** Reads topic.v1 and its dead letters until all that was confirmed is there. */
  Balance balance(Ledger ledger, String route) {
    try (KafkaAudit audit =
        KafkaAudit.committed(ledger, kafka.directBootstrap(), route + ".v1", route + ".v1.dead")) {
      return audit.awaitComplete(Duration.ofSeconds(40));
    }
  }

  static RouteStatus.Snapshot now(YamlBridge bridge, String route) {
    return bridge.bridge().statuses().stream()
        .filter(s -> s.route().equals(route))
        .findFirst()
        .orElseThrow()
        .now();
  }

  /** A durable one. */
  void topicExchange(String name) {
    rabbit(channel -> channel.exchangeDeclare(name, BuiltinExchangeType.TOPIC, true));
  }

  static void awaitReady(YamlBridge bridge, String route) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> Assertions.assertThat(now(bridge, route)).matches(RouteStatus.Snapshot::ready));
  }

  /** Of a route that is not there before the broker was asked for names. */
  static void awaitRoute(YamlBridge bridge, String route) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> bridge.bridge().statuses().stream().anyMatch(s -> s.route().equals(route)));
    awaitReady(bridge, route);
  }

  static void awaitSourceSays(YamlBridge bridge, String route, String... words) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> Assertions.assertThat(now(bridge, route).sourceDetail()).contains(words));
  }

  /** read = mirrored + dead-lettered + filtered + skipped + given back, when nothing is left. */
  static void awaitLedgerCloses(YamlBridge bridge, String route) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                Assertions.assertThat(
                        count(bridge, route, "mirrored")
                            + count(bridge, route, "dead.lettered")
                            + count(bridge, route, "filtered")
                            + count(bridge, route, "duplicates.skipped")
                            + count(bridge, route, "given.back"))
                    .isEqualTo(count(bridge, route, "read")));
  }

  static long count(YamlBridge bridge, String route, String what) {
    return bridge.count("pontoon.messages." + what, route);
  }

  static HttpResponse<String> get(YamlBridge bridge, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(bridge.bridge().httpUri() + path)).build(),
            HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    kafka.close();
  }
}

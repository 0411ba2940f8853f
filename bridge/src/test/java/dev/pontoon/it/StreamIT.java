package dev.pontoon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.pontoon.observe.RouteStatus;
import dev.pontoon.rig.Ports;
import dev.pontoon.rig.kafka.EmbeddedKafka;
import dev.pontoon.rig.rabbit.RabbitNode;
import dev.pontoon.rig.rabbit.RabbitSetup;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** RabbitMQ streams, over their own protocol and over AMQP 0-9-1, against the account. */
@Timeout(180)
class StreamIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  private static EmbeddedKafka kafka;
  private static RabbitNode rabbit;

  @TempDir Path folder;

  /** How the bridge reads. */
  enum Protocol {
    STREAM,
    /** Where nothing listens at the stream plugin's port. */
    AMQP
  }

  @BeforeAll
  static void brokers() {
    Assumptions.assumeTrue(RabbitNode.installed(), "rabbitmq-server is not installed");
    rabbit = RabbitNode.started(RabbitSetup.fresh().streams());
    kafka = EmbeddedKafka.started();
  }

  @AfterAll
  static void end() throws Exception {
    if (kafka != null) {
      kafka.close();
    }
    if (rabbit != null) {
      rabbit.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "STREAM, at-least-once",
    "STREAM, effectively-once",
    "AMQP, at-least-once",
    "AMQP, effectively-once"
  })
  void whatCameWhileTheBridgeWasAwayIsReadThen(Protocol protocol, String level) throws Exception {
    String stream = "away-" + protocol + "-" + level;
    StreamLedger.declare(rabbit.amqpUri(), stream, Map.of());
    StreamLedger.publish(rabbit.amqpUri(), stream, 0, 1_000, 100);
    mirror(protocol, stream, level, 1_000);
    StreamLedger.publish(rabbit.amqpUri(), stream, 1_000, 500, 100);
    mirror(protocol, stream, level, 500);
    StreamLedger.assertExact(inStream(stream, 1_500), inTopic(stream));
  }

  private void mirror(Protocol protocol, String stream, String level, int messages) {
    try (YamlBridge bridge = bridge(protocol, route(stream, "", "delivery: " + level))) {
      await()
          .atMost(SOON)
          .until(() -> bridge.count("pontoon.messages.acknowledged", stream) == messages);
      assertThat(bridge.count("pontoon.messages.read", stream)).isEqualTo(messages);
      assertThat(bridge.count("pontoon.messages.mirrored", stream)).isEqualTo(messages);
      assertThat(bridge.count("pontoon.source.gaps", stream)).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void closedConnectionsLeaveNoHole(Protocol protocol) throws Exception {
    String stream = "cut-" + protocol;
    StreamLedger.declare(rabbit.amqpUri(), stream, Map.of());
    try (YamlBridge bridge = bridge(protocol, route(stream, "", "delivery: effectively-once"))) {
      for (int round = 0; round < 2; round++) {
        StreamLedger.publish(rabbit.amqpUri(), stream, round * 500, 500, 100);
        int read = round * 500 + 100;
        await().atMost(SOON).until(() -> bridge.count("pontoon.messages.read", stream) > read);
        rabbit.closeAllConnections();
      }
      await().atMost(SOON).until(() -> inTopic(stream).size() >= 1_000);
      assertThat(bridge.count("pontoon.source.gaps", stream)).isZero();
    }
    StreamLedger.assertExact(inStream(stream, 1_000), inTopic(stream));
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void aStreamThatWasTrimmedPastThePositionIsSaid(Protocol protocol) throws Exception {
    String stream = "trimmed-" + protocol;
    Map<String, Object> small =
        Map.of("x-stream-max-segment-size-bytes", 50_000, "x-max-length-bytes", 100_000);
    StreamLedger.declare(rabbit.amqpUri(), stream, small);
    StreamLedger.publish(rabbit.amqpUri(), stream, 0, 100, 200);
    mirror(protocol, stream, "at-least-once", 100);
    for (int batch = 1; batch <= 30; batch++) {
      StreamLedger.publish(rabbit.amqpUri(), stream, batch * 100, 100, 200);
    }
    await().atMost(SOON).until(() -> oldest(stream) > 100);
    long missing = oldest(stream) - 100;

    try (YamlBridge bridge = bridge(protocol, route(stream, "", ""))) {
      await().atMost(SOON).until(() -> detail(bridge).contains("removed by its retention"));
      assertThat(detail(bridge))
          .contains("up to " + missing + " messages")
          .contains("offsets 100 to ")
          .contains("on-gap: continue");
      assertThat(bridge.bridge().statuses().get(0).now().ready()).isFalse();
      assertThat(bridge.count("pontoon.source.gaps", stream)).isEqualTo(1);
      assertThat(bridge.count("pontoon.messages.read", stream)).isZero();
    }
    try (YamlBridge bridge = bridge(protocol, route(stream, ", on-gap: continue", ""))) {
      await().atMost(SOON).until(() -> last(stream).equals("m3099"));
      assertThat(bridge.count("pontoon.source.gaps", stream)).isEqualTo(1);
      assertThat(bridge.bridge().statuses().get(0).now().ready()).isTrue();
    }
  }

  private static long oldest(String stream) throws Exception {
    return StreamLedger.inStream(rabbit.amqpUri(), stream, 1).firstKey();
  }

  /**
   * By its id: the broker uses offsets of such a stream itself, and Pontoon takes no gap for one.
   */
  private static String last(String stream) {
    List<StreamLedger.Mirrored> all = inTopic(stream);
    return all.get(all.size() - 1).id();
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void aStreamThatWasMadeAgainIsAnotherOne(Protocol protocol) throws Exception {
    String stream = "again-" + protocol;
    StreamLedger.declare(rabbit.amqpUri(), stream, Map.of());
    StreamLedger.publish(rabbit.amqpUri(), stream, 0, 100, 20);
    mirror(protocol, stream, "at-least-once", 100);
    delete(stream);
    StreamLedger.declare(rabbit.amqpUri(), stream, Map.of());
    StreamLedger.publish(rabbit.amqpUri(), stream, 1_000, 200, 20);
    try (YamlBridge bridge = bridge(protocol, route(stream, "", ""))) {
      await().atMost(SOON).until(() -> detail(bridge).contains("deleted and made again"));
      assertThat(bridge.count("pontoon.messages.read", stream)).isZero();
    }
    try (YamlBridge bridge = bridge(protocol, route(stream, ", on-gap: continue", ""))) {
      await()
          .atMost(SOON)
          .until(() -> bridge.count("pontoon.messages.acknowledged", stream) == 200);
    }
    assertThat(inTopic(stream)).hasSize(300);
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void aQueueIsNoStream(Protocol protocol) throws Exception {
    String queue = "queue-" + protocol;
    try (var connection = connection();
        var channel = connection.createChannel()) {
      channel.queueDeclare(queue, true, false, false, Map.of("x-queue-type", "quorum"));
      channel.basicPublish("", queue, null, new byte[1]);
    }
    try (YamlBridge bridge = bridge(protocol, route(queue, "", ""))) {
      await().atMost(SOON).until(() -> detail(bridge).contains("is a quorum queue and no stream"));
      assertThat(detail(bridge)).contains("from.rabbitmq.queue: " + queue);
      assertThat(bridge.count("pontoon.messages.read", queue)).isZero();
    }
  }

  @Test
  void theRouteBeginsWhereItIsTold() throws Exception {
    String stream = "begin";
    StreamLedger.declare(rabbit.amqpUri(), stream, Map.of());
    StreamLedger.publish(rabbit.amqpUri(), stream, 0, 300, 20);
    try (YamlBridge bridge = bridge(Protocol.STREAM, route(stream, ", start: offset 250", ""))) {
      await().atMost(SOON).until(() -> bridge.count("pontoon.messages.acknowledged", stream) == 50);
    }
    assertThat(inTopic(stream).get(0).offset()).isEqualTo(250);
    assertThat(inTopic(stream)).hasSize(50);
  }

  @Test
  void bothProtocolsMakeTheSameRecords() throws Exception {
    String stream = "same";
    StreamLedger.declare(rabbit.amqpUri(), stream, Map.of());
    try (var connection = connection();
        var channel = connection.createChannel()) {
      channel.confirmSelect();
      channel.exchangeDeclare("same-exchange", "topic", true);
      channel.queueBind(stream, "same-exchange", "order.#");
      channel.basicPublish("same-exchange", "order.plain", null, bytes("plain"));
      channel.basicPublish(
          "same-exchange", "order.full", StreamLedger.everyProperty(), bytes("full"));
      channel.basicPublish("", stream, StreamLedger.everyProperty(), new byte[0]);
      channel.waitForConfirmsOrDie(30_000);
    }
    try (YamlBridge bridge =
        YamlBridge.started(folder, bothProtocols(), same("own"), same("amqp"))) {
      for (String id : List.of("same-own", "same-amqp")) {
        await().atMost(SOON).until(() -> bridge.count("pontoon.messages.acknowledged", id) == 3);
      }
    }
    List<Map<String, String>> own = StreamLedger.records(kafka.bootstrap(), "same-own");
    assertThat(own).isEqualTo(StreamLedger.records(kafka.bootstrap(), "same-amqp"));
    assertThat(own.get(1))
        .containsEntry("value", "full")
        .containsEntry("pontoon.exchange", "same-exchange")
        .containsEntry("pontoon.routing-key", "order.full")
        .containsEntry("pontoon.stream-offset", "1")
        .containsEntry("pontoon.app-id", "app")
        .containsEntry("pontoon.delivery-mode", "2")
        .containsEntry("pontoon.expiration", "60000")
        .containsEntry("number", "5");
  }

  private static String same(String connection) {
    return """
    id: same-%1$s
    from: { rabbitmq: { connection: %1$s, stream: same } }
    to: { topic: same-%1$s, partitions: 1 }
    """
        .formatted(connection);
  }

  private static String bothProtocols() {
    return """
    connections:
      own: { rabbitmq: { uri: "%1$s", stream-port: %2$d } }
      amqp: { rabbitmq: { uri: "%1$s", stream-port: %3$d } }
    kafka: { bootstrap.servers: "%4$s" }
    http: { listen: "127.0.0.1:0" }
    """
        .formatted(rabbit.amqpUri(), rabbit.streamPort(), Ports.free(), kafka.bootstrap());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void thePartitionsOfASuperStreamAreReadByOneRoute() throws Exception {
    String name = "super";
    try (var connection = connection();
        var channel = connection.createChannel()) {
      channel.exchangeDeclare(name, "direct", true, false, Map.of("x-super-stream", true));
      for (int i = 0; i < 3; i++) {
        String partition = name + "-" + i;
        StreamLedger.declare(rabbit.amqpUri(), partition, Map.of());
        channel.queueBind(partition, name, "" + i, Map.of("x-stream-partition-order", i));
      }
    }
    for (int run = 0; run < 2; run++) {
      for (int i = 0; i < 3; i++) {
        StreamLedger.publish(rabbit.amqpUri(), name + "-" + i, run * 200, 200, 20);
      }
      String route = route(name, "", "delivery: effectively-once");
      try (YamlBridge bridge = bridge(Protocol.STREAM, route)) {
        await()
            .atMost(SOON)
            .until(() -> bridge.count("pontoon.messages.acknowledged", name) == 600);
      }
    }
    List<Map<String, String>> records = StreamLedger.records(kafka.bootstrap(), name);
    assertThat(records).hasSize(1_200);
    for (int i = 0; i < 3; i++) {
      String partition = name + "-" + i;
      assertThat(records.stream().filter(r -> partition.equals(r.get("pontoon.stream"))))
          .extracting(r -> Long.valueOf(r.get("pontoon.stream-offset")))
          .containsExactlyElementsOf(inStream(partition, 400).keySet());
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void theBrokerFiltersOrTheRouteSaysThatItCant(Protocol protocol) throws Exception {
    String stream = "filter-" + protocol;
    StreamLedger.declare(rabbit.amqpUri(), stream, Map.of());
    boolean filters;
    try (var connection = connection();
        var channel = connection.createChannel()) {
      String version = "" + connection.getServerProperties().get("version");
      filters = !version.startsWith("3.1") || version.startsWith("3.13");
      channel.confirmSelect();
      for (int i = 0; i < 20; i++) {
        String value = i % 2 == 0 ? "eu" : "us";
        AMQP.BasicProperties properties =
            new AMQP.BasicProperties.Builder()
                .headers(Map.of("key", "k", "x-stream-filter-value", value))
                .build();
        channel.basicPublish("", stream, properties, bytes(value));
        channel.waitForConfirmsOrDie(30_000); // Chunks are filtered, not messages.
      }
    }
    try (YamlBridge bridge = bridge(protocol, route(stream, ", filter: us", ""))) {
      if (!filters) {
        await().atMost(SOON).until(() -> detail(bridge).contains("that needs 3.13"));
        assertThat(bridge.count("pontoon.messages.read", stream)).isZero();
        return;
      }
      await().atMost(SOON).until(() -> bridge.count("pontoon.messages.acknowledged", stream) == 10);
    }
    assertThat(StreamLedger.records(kafka.bootstrap(), stream))
        .hasSize(10)
        .allSatisfy(record -> assertThat(record).containsEntry("value", "us"));
  }

  private static String detail(YamlBridge bridge) {
    RouteStatus.Snapshot now = bridge.bridge().statuses().get(0).now();
    return now.sourceDetail();
  }

  private static TreeMap<Long, String> inStream(String stream, int count) throws Exception {
    return StreamLedger.inStream(rabbit.amqpUri(), stream, count);
  }

  private static List<StreamLedger.Mirrored> inTopic(String stream) {
    return StreamLedger.inTopic(kafka.bootstrap(), stream);
  }

  private static Connection connection() throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(rabbit.amqpUri());
    return factory.newConnection("test");
  }

  private static void delete(String stream) throws Exception {
    try (var connection = connection();
        var channel = connection.createChannel()) {
      channel.queueDelete(stream);
    }
  }

  private YamlBridge bridge(Protocol protocol, String route) {
    int port = protocol == Protocol.STREAM ? rabbit.streamPort() : Ports.free();
    String config =
        """
        connections:
          legacy: { rabbitmq: { uri: "%s", stream-port: %d } }
        kafka: { bootstrap.servers: "%s" }
        http: { listen: "127.0.0.1:0" }
        """
            .formatted(rabbit.amqpUri(), port, kafka.bootstrap());
    return YamlBridge.started(folder, config, route);
  }

  private static String route(String stream, String from, String more) {
    return """
    id: %s
    from: { rabbitmq: { stream: %s%s } }
    to: { topic: %s, partitions: 1 }
    key: header:key
    %s
    """
        .formatted(stream, stream, from, stream, more);
  }
}

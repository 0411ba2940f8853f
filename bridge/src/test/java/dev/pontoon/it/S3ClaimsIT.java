package dev.pontoon.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.pontoon.claim.FakeS3;
import dev.pontoon.message.Claim;
import dev.pontoon.observe.RouteStatus;
import dev.pontoon.rig.kafka.EmbeddedKafka;
import dev.pontoon.rig.rabbit.TestRabbit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies too large for Kafka in a store that speaks S3, through a whole bridge. */
class S3ClaimsIT {
  private static final int LARGE = 2 << 20;
  private static final Duration LONG = Duration.ofMinutes(2);

  private static EmbeddedKafka kafka;

  @TempDir Path folder;
  private final FakeS3 store = new FakeS3();
  private String rabbit;
  private Connection connection;
  private Channel channel;

  @BeforeAll
  static void broker() {
    kafka = EmbeddedKafka.started();
  }

  @AfterAll
  static void end() {
    kafka.close();
  }

  @BeforeEach
  void connect() throws Exception {
    rabbit = TestRabbit.shared().freshUri();
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(rabbit);
    connection = factory.newConnection();
    channel = connection.createChannel();
    channel.confirmSelect();
  }

  @AfterEach
  void disconnect() throws Exception {
    connection.close();
    store.close();
  }

  @Test
  void anUnavailableStoreHoldsTheLineAndItGoesOnByItself() throws Exception {
    channel.queueDeclare("held", true, false, false, null);
    byte[] large = body(1, LARGE);
    publish("held", 0, body(0, 10));
    publish("held", 1, large);
    publish("held", 2, body(2, 10));
    channel.waitForConfirmsOrDie(60_000);
    store.failing = 503;
    String route = route("held", "key: header:k", "oversize: claim-check");
    try (YamlBridge bridge = YamlBridge.started(folder, config(), route)) {
      await()
          .atMost(LONG)
          .untilAsserted(
              () -> assertThat(status(bridge).sinkTrouble()).contains("s3://box/in/", "503"));
      assertThat(status(bridge).ready()).isFalse();
      await().atMost(LONG).until(() -> count(bridge, "acknowledged", "held") == 1);
      await()
          .during(Duration.ofSeconds(3))
          .atMost(LONG)
          .until(() -> count(bridge, "acknowledged", "held") == 1 && store.objects.isEmpty());
      store.failing = 0;
      await().atMost(LONG).until(() -> count(bridge, "acknowledged", "held") == 3);
      await().atMost(LONG).until(() -> status(bridge).ready());
      assertLedger(bridge, "held", 3, 0);
    }
    var records = records("held.v1", 1);
    assertThat(records).extracting(it -> Redriving.header(it, "n")).containsExactly("0", "1", "2");
    assertReference(records.get(1), large);
    assertThat(store.requests).filteredOn(it -> it.startsWith("PUT")).hasSize(1);
    assertThat(channel.messageCount("held")).isZero();
  }

  /** The letter is too large for its topic too, so that only the store has the whole body. */
  @Test
  void aDeadLetterWhoseBodyIsInTheStoreComesBack() throws Exception {
    channel.queueDeclare("back", true, false, false, null);
    kafka.createTopic("back.v1.dead", 1, Map.of());
    byte[] large = body(0, LARGE);
    publish("back", 0, large);
    channel.waitForConfirmsOrDie(60_000);
    String wrong = route("back", "key: header:missing", "oversize: claim-check");
    try (YamlBridge bridge = YamlBridge.started(folder, config(), wrong)) {
      await().atMost(LONG).until(() -> count(bridge, "acknowledged", "back") == 1);
      assertLedger(bridge, "back", 0, 1);
    }
    assertReference(records("back.v1.dead", 1).get(0), large);
    assertThat(channel.messageCount("back")).isZero();

    String right = route("back", "key: header:k", "oversize: claim-check");
    Redriving redriving = new Redriving(folder.resolve("cli"), kafka.bootstrap(), config(), right);
    assertThat(redriving.run("list", "--route", "back").text()).contains("KEY_MISSING");
    store.failing = 503;
    Redriving.Run unavailable = redriving.run("redrive", "--route", "back");
    assertThat(unavailable.code()).isEqualTo(1);
    assertThat(records("back.v1", 1)).isEmpty();

    store.failing = 0;
    Redriving.Run again = redriving.run("redrive", "--route", "back");
    assertThat(again.last())
        .isEqualTo(
            "redrive: considered 1, sent 1, refused again 0, skipped 0 (done before), left 0");
    assertThat(again.code()).isZero();
    var records = records("back.v1", 1);
    assertThat(records).extracting(it -> new String(it.key(), UTF_8)).containsExactly("k0");
    assertReference(records.get(0), large);
  }

  /** Read = written + refused; nothing is in flight. */
  private static void assertLedger(YamlBridge bridge, String route, long mirrored, long dead) {
    assertThat(count(bridge, "read", route)).isEqualTo(mirrored + dead);
    assertThat(count(bridge, "mirrored", route)).isEqualTo(mirrored);
    assertThat(count(bridge, "dead.lettered", route)).isEqualTo(dead);
  }

  private void assertReference(ConsumerRecord<byte[], byte[]> record, byte[] body) {
    Claim claim = Claim.of(body);
    assertThat(Redriving.header(record, "pontoon.claim.sha-256")).isEqualTo(claim.sha256());
    assertThat(Redriving.header(record, "pontoon.claim.store")).isEqualTo("claims");
    assertThat(Redriving.header(record, "pontoon.claim.location")).isEqualTo(claim.location());
    assertThat(new String(record.value(), UTF_8)).startsWith("{\"claimCheck\":{\"sha256\":");
    assertThat(store.objects).containsOnlyKeys("/box/in/" + claim.location());
    assertThat(store.objects.get("/box/in/" + claim.location())).isEqualTo(body);
  }

  private String config() {
    return """
        connections:
          legacy: { rabbitmq: { uri: "%s" } }
        kafka: { bootstrap.servers: "%s" }
        http: { listen: "127.0.0.1:0" }
        claim-check:
          store: s3://box/in
          endpoint: "%s"
          region: eu-central-1
          access-key: me
          secret-key: hidden-secret
        """
        .formatted(rabbit, kafka.bootstrap(), store.endpoint());
  }

  private static String route(String queue, String... more) {
    return """
        id: %1$s
        from: { rabbitmq: { queue: %1$s } }
        to: { topic: %1$s.v1, partitions: 1 }
        %2$s
        """
        .formatted(queue, String.join("\n", more));
  }

  private static byte[] body(int seed, int length) {
    byte[] body = new byte[length];
    new Random(seed).nextBytes(body);
    return body;
  }

  private void publish(String queue, int number, byte[] body) throws Exception {
    AMQP.BasicProperties properties =
        new AMQP.BasicProperties.Builder()
            .messageId("m" + number)
            .deliveryMode(2)
            .headers(Map.of("k", "k" + number, "n", number))
            .build();
    channel.basicPublish("", queue, properties, body);
  }

  private List<ConsumerRecord<byte[], byte[]>> records(String topic, int partitions)
      throws Exception {
    return new Redriving(folder.resolve("records"), kafka.bootstrap(), "", "")
        .committed(topic, partitions);
  }

  private static RouteStatus.Snapshot status(YamlBridge bridge) {
    return bridge.bridge().statuses().get(0).now();
  }

  private static long count(YamlBridge bridge, String what, String route) {
    return bridge.count("pontoon.messages." + what, route);
  }
}

package dev.pontoon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.pontoon.app.Pontoon;
import dev.pontoon.claim.ClaimReader;
import dev.pontoon.message.Claim;
import dev.pontoon.observe.RouteStatus;
import dev.pontoon.rig.JvmCommand;
import dev.pontoon.rig.OsProcess;
import dev.pontoon.rig.kafka.EmbeddedKafka;
import dev.pontoon.rig.rabbit.TestRabbit;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages too large for Kafka, among small ones. */
class LargeMessagesIT {
  private static final int MIB = 1 << 20;
  private static final Duration LONG = Duration.ofMinutes(2);

  private static EmbeddedKafka kafka;

  @TempDir Path folder;
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
  }

  @Test
  void byDefaultTheyAreWholeDeadLettersAndNeighboursDoNotNotice() throws Exception {
    channel.queueDeclare("big", true, false, false, null);
    List<String> large = publishMixed("big");
    String route = route("big", "a.v1", "");
    try (YamlBridge bridge = YamlBridge.started(folder, config(""), route)) {
      await().atMost(LONG).until(() -> acknowledged(bridge, "big") == 402);
      assertThat(bridge.count("pontoon.messages.mirrored", "big")).isEqualTo(400);
    }
    assertInOrder(records("a.v1", 400), 400);
    List<ConsumerRecord<String, byte[]>> dead = records("a.v1.dead", 2);
    assertThat(dead).extracting(record -> digest(record.value())).isEqualTo(large);
    assertThat(header(dead.get(0), "pontoon.error.reason")).asString().isEqualTo("TOO_LARGE");
    assertThat(header(dead.get(0), "pontoon.error.truncated")).isNull();
  }

  @Test
  void withClaimCheckTheyKeepTheirPlaceInTheOrder() throws Exception {
    channel.queueDeclare("big", true, false, false, null);
    List<String> large = publishMixed("big");
    Path claims = folder.resolve("claims");
    String route = route("big", "b.v1", "oversize: claim-check");
    try (YamlBridge bridge = YamlBridge.started(folder, config(store(claims)), route)) {
      await().atMost(LONG).until(() -> acknowledged(bridge, "big") == 402);
      assertThat(bridge.count("pontoon.messages.mirrored", "big")).isEqualTo(402);
    }
    List<ConsumerRecord<String, byte[]>> records = records("b.v1", 402);
    assertInOrder(records, 402);
    ClaimReader reader = new ClaimReader(claims);
    List<String> read = new ArrayList<>();
    for (var record : records) {
      byte[] body = reader.body(record.value(), name -> header(record, name));
      if (body.length > 1000) {
        read.add(digest(body));
      }
    }
    assertThat(read).isEqualTo(large);
  }

  @Test
  void aClaimStoreThatTakesNothingHoldsTheLineAndItGoesOnByItself() throws Exception {
    channel.queueDeclare("held", true, false, false, null);
    Path claims = Files.writeString(folder.resolve("claims"), "in the way");
    publish("held", 0, new byte[10]);
    publish("held", 1, new byte[2 * MIB]);
    publish("held", 2, new byte[10]);
    channel.waitForConfirmsOrDie(60_000);
    String route = route("held", "c.v1", "oversize: claim-check");
    try (YamlBridge bridge = YamlBridge.started(folder, config(store(claims)), route)) {
      await().atMost(LONG).until(() -> String.valueOf(trouble(bridge)).contains("claim store"));
      assertThat(status(bridge).ready()).isFalse();
      await().atMost(LONG).until(() -> acknowledged(bridge, "held") == 1);
      assertThat(bridge.count("pontoon.messages.dead.lettered", "held")).isZero();
      Files.delete(claims);
      await().atMost(LONG).until(() -> acknowledged(bridge, "held") == 3);
      await().atMost(LONG).until(() -> status(bridge).ready());
    }
    assertInOrder(records("c.v1", 3), 3);
  }

  @Test
  void aFullClaimStoreHoldsTheLineUntilThereIsRoom() throws Exception {
    Path small = Files.createDirectory(folder.resolve("small"));
    assumeThat(run("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", small.toString()))
        .as("may mount a tmpfs")
        .isZero();
    try {
      Path ballast = Files.write(small.resolve("ballast"), new byte[2 * MIB]);
      channel.queueDeclare("full", true, false, false, null);
      publish("full", 0, new byte[2 * MIB]);
      channel.waitForConfirmsOrDie(60_000);
      String route = route("full", "d.v1", "oversize: claim-check");
      try (YamlBridge bridge = YamlBridge.started(folder, config(store(small)), route)) {
        await().atMost(LONG).until(() -> String.valueOf(trouble(bridge)).contains("make room"));
        assertThat(acknowledged(bridge, "full")).isZero();
        Files.delete(ballast);
        await().atMost(LONG).until(() -> acknowledged(bridge, "full") == 1);
      }
      var record = records("d.v1", 1).get(0);
      assertThat(new ClaimReader(small).body(record.value(), name -> header(record, name)))
          .isEqualTo(ByteBuffer.allocate(2 * MIB).putInt(0, 0).array());
    } finally {
      assertThat(run("umount", small.toString())).isZero();
    }
  }

  @Test
  void aStoppedLineGoesOnWhenTheTopicTakesTheMessage() throws Exception {
    channel.queueDeclare("stop", true, false, false, null);
    publish("stop", 0, new byte[2 * MIB]);
    publish("stop", 1, new byte[10]);
    channel.waitForConfirmsOrDie(60_000);
    try (YamlBridge bridge =
        YamlBridge.started(folder, config(""), route("stop", "e.v1", "oversize: stop"))) {
      await().atMost(LONG).until(() -> String.valueOf(trouble(bridge)).contains("TOO_LARGE"));
      assertThat(acknowledged(bridge, "stop")).isZero();
      raiseLimit("e.v1");
      await().atMost(LONG).until(() -> acknowledged(bridge, "stop") == 2);
    }
    assertInOrder(records("e.v1", 2), 2);
  }

  @Test
  void whatTheClientMayNotReadIsSaidAndNotTriedInALoop() throws Exception {
    channel.queueDeclare("huge", true, false, false, null);
    publish("huge", 0, new byte[10]);
    publish("huge", 1, new byte[2 * MIB]);
    channel.waitForConfirmsOrDie(60_000);
    String limited = config("").replace("uri:", "max-message-size: 1MiB, uri:");
    try (YamlBridge bridge = YamlBridge.started(folder, limited, route("huge", "f.v1", ""))) {
      await().atMost(LONG).until(() -> status(bridge).sourceDetail().contains("max-message-size"));
      assertThat(status(bridge).ready()).isFalse();
      await()
          .during(Duration.ofSeconds(5))
          .atMost(Duration.ofSeconds(10))
          .until(() -> bridge.count("pontoon.source.reconnects", "huge") == 0);
    }
    assertThat(records("f.v1", 1)).hasSize(1);
    // The small one may be on the queue still: it is known by its id when it comes again.
    await().atMost(LONG).until(() -> channel.messageCount("huge") >= 1);
  }

  @Test
  void manyFitThroughASmallHeap() throws Exception {
    channel.queueDeclare("many", true, false, false, null);
    for (int i = 0; i < 100; i++) {
      publish("many", i, new byte[5 * MIB]);
      channel.waitForConfirmsOrDie(60_000);
    }
    Path routes = Files.createDirectories(folder.resolve("routes"));
    Path bridge = Files.writeString(folder.resolve("bridge.yaml"), config(""));
    Files.writeString(routes.resolve("r.yaml"), route("many", "g.v1", ""));
    List<String> flags = List.of("-Xmx256m", "-XX:+ExitOnOutOfMemoryError");
    List<String> arguments =
        List.of("run", "--config", bridge.toString(), "--routes", routes.toString());
    ProcessBuilder command = JvmCommand.of(Pontoon.class, flags, arguments);
    try (OsProcess process = OsProcess.start("bridge", command, folder.resolve("bridge.log"))) {
      assertThat(count("g.v1.dead", 100)).isEqualTo(100);
      assertThat(process.isAlive()).isTrue();
      process.terminate(Duration.ofSeconds(30));
    }
    await().atMost(LONG).until(() -> channel.messageCount("many") == 0);
  }

  private String config(String more) {
    return """
        connections:
          legacy: { rabbitmq: { uri: "%s" } }
        kafka: { bootstrap.servers: "%s" }
        http: { listen: "127.0.0.1:0" }
        %s
        """
        .formatted(rabbit, kafka.bootstrap(), more);
  }

  private static String store(Path claims) {
    return "claim-check: { folder: \"" + claims + "\" }";
  }

  private static String route(String queue, String topic, String more) {
    return """
        id: %s
        from: { rabbitmq: { queue: %s } }
        to: { topic: %s, partitions: 1 }
        key: header:k
        %s
        """
        .formatted(queue, queue, topic, more);
  }

  /** 402 messages with 4 keys; the 100th has 2 MiB, the 200th 40 MiB. */
  private List<String> publishMixed(String queue) throws Exception {
    List<String> large = new ArrayList<>();
    for (int i = 0; i < 402; i++) {
      byte[] body = new byte[i == 100 ? 2 * MIB : i == 200 ? 40 * MIB : 100];
      new Random(i).nextBytes(body);
      publish(queue, i, body);
      if (body.length > 100) {
        large.add(digest(body));
      }
    }
    channel.waitForConfirmsOrDie(60_000);
    return large;
  }

  /** The number stands in a header, and in the first bytes of the body. */
  private void publish(String queue, int number, byte[] body) throws Exception {
    ByteBuffer.wrap(body).putInt(number);
    AMQP.BasicProperties properties =
        new AMQP.BasicProperties.Builder()
            .messageId("m" + number)
            .deliveryMode(2)
            .headers(Map.of("k", "k" + number % 4, "n", number))
            .build();
    channel.basicPublish("", queue, properties, body);
  }

  private static void assertInOrder(List<ConsumerRecord<String, byte[]>> records, int count) {
    assertThat(records).hasSize(count);
    Map<String, Integer> last = new HashMap<>();
    for (ConsumerRecord<String, byte[]> record : records) {
      int number = Integer.parseInt(new String(header(record, "n")));
      assertThat(last.getOrDefault(record.key(), -1)).isLessThan(number);
      last.put(record.key(), number);
    }
  }

  private static byte[] header(ConsumerRecord<String, byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? null : header.value();
  }

  private static List<ConsumerRecord<String, byte[]>> records(String topic, int atLeast) {
    List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
    consume(
        topic,
        record -> {
          records.add(record);
          return records.size() >= atLeast;
        });
    return records;
  }

  private static int count(String topic, int atLeast) {
    AtomicInteger count = new AtomicInteger();
    consume(topic, record -> count.incrementAndGet() >= atLeast);
    return count.get();
  }

  /** Until it is enough; then everything that came with it. */
  private static void consume(String topic, Predicate<ConsumerRecord<String, byte[]>> enough) {
    Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrap());
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      AtomicBoolean done = new AtomicBoolean();
      await()
          .atMost(LONG)
          .pollInSameThread()
          .until(
              () -> {
                consumer
                    .poll(Duration.ofMillis(500))
                    .forEach(record -> done.set(enough.test(record)));
                return done.get();
              });
    }
  }

  private static String digest(byte[] body) {
    return Claim.of(body).sha256();
  }

  private static void raiseLimit(String topic) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    AlterConfigOp raise =
        new AlterConfigOp(
            new ConfigEntry("max.message.bytes", "" + 8 * MIB), AlterConfigOp.OpType.SET);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
      admin.incrementalAlterConfigs(Map.of(resource, List.of(raise))).all().get();
    }
  }

  private static int run(String... command) throws Exception {
    try {
      Process process = new ProcessBuilder(command).start();
      return process.waitFor(10, TimeUnit.SECONDS) ? process.exitValue() : -1;
    } catch (java.io.IOException e) {
      return -1;
    }
  }

  private static RouteStatus.Snapshot status(YamlBridge bridge) {
    return bridge.bridge().statuses().get(0).now();
  }

  private static String trouble(YamlBridge bridge) {
    return status(bridge).sinkTrouble();
  }

  private static long acknowledged(YamlBridge bridge, String route) {
    return bridge.count("pontoon.messages.acknowledged", route);
  }
}

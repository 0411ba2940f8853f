package dev.pontoon.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.pontoon.rig.kafka.EmbeddedKafka;
import dev.pontoon.rig.rabbit.TestRabbit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Whatever somebody publishes: the process goes on, and each message is a record or a letter. */
@Timeout(1800)
class MemoryFaultIT {
  private static final int MIB = 1 << 20;
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final boolean ALL = Boolean.getBoolean("pontoon.faults.long");
  private static final int RUNS = Integer.getInteger("pontoon.memory.runs", ALL ? 60 : 2);
  private static final long SEED =
      Long.getLong("pontoon.seed", ALL ? System.nanoTime() : 20_261_130);

  private static EmbeddedKafka kafka;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private final String rabbit = TestRabbit.shared().freshUri();

  /**
   * One queue, its topic of the same name, and what the route says beside.
   *
   * @param rules lines of YAML
   */
  private record Line(String name, String rules) {}

  @BeforeAll
  static void broker() {
    kafka = EmbeddedKafka.started();
  }

  @AfterAll
  static void end() {
    kafka.close();
  }

  @Test
  void noMessageEndsTheProcess() throws Exception {
    Map<Line, List<byte[]>> messages = new HashMap<>();
    messages.put(
        new Line("xpath", "key: xpath:/a/b\notherwise: none\n"),
        List.of(repeated("<r>", "<a/>", "</r>", 4 * MIB), repeated("<r>", "<a/>", "</r>", 14)));
    messages.put(
        new Line("events", "envelope: cloudevents-structured\n"),
        List.of(repeated("[", "[],", "[]]", 8 * MIB), new byte[12 * MIB], new byte[28 * MIB]));
    messages.put(
        new Line("path", "key: \"camel:jsonpath:$..id\"\notherwise: none\n"),
        List.of(repeated("[", "[],", "[]]", 8 * MIB), repeated("[", "[],", "[]]", 60)));
    messages.put(
        new Line("long-key", "key: json:/id\notherwise: none\n"),
        List.of(repeated("{\"id\":\"", "x", "\"}", 20 * MIB)));
    messages.put(new Line("plain", ""), copies(new byte[28 * MIB], 6));
    for (int i = 0; i < 4; i++) {
      messages.put(new Line("beside" + i, ""), copies(new byte[16 * MIB], 3));
    }
    messages.put(new Line("once", "delivery: effectively-once\n"), copies(new byte[20 * MIB], 3));
    assertAllArrive(128, messages);
  }

  @Test
  void noMixOfSizesRulesAndHeapsEndsTheProcess() throws Exception {
    for (int run = 0; run < RUNS; run++) {
      long seed = SEED + run;
      Random random = new Random(seed);
      int heap = List.of(96, 128, 192, 256).get(random.nextInt(4));
      System.out.println("memory fuzz: -Dpontoon.seed=" + seed + " heap " + heap + " MiB");
      Map<Line, List<byte[]>> messages = new HashMap<>();
      int lines = 1 + random.nextInt(4);
      for (int i = 0; i < lines; i++) {
        String name = "f" + run + "-" + i;
        List<byte[]> bodies = new ArrayList<>();
        int count = 1 + random.nextInt(5);
        for (int k = 0; k < count; k++) {
          bodies.add(body(random, heap * MIB / 4));
        }
        messages.put(new Line(name, rules(random)), bodies);
      }
      assertAllArrive(heap, messages);
    }
  }

  private static String rules(Random random) {
    List<String> keys =
        List.of(
            "",
            "key: json:/id\notherwise: none\n",
            "key: xpath:/r/id\notherwise: none\n",
            "key: \"xpath://a[last()]\"\notherwise: none\n",
            "key: \"camel:jsonpath:$..id\"\notherwise: none\n",
            "key: [json:/id, xpath:/r/id]\notherwise: none\n");
    List<String> envelopes =
        List.of("", "", "envelope: cloudevents\n", "envelope: cloudevents-structured\n");
    List<String> levels = List.of("", "delivery: effectively-once\n");
    return keys.get(random.nextInt(keys.size()))
        + envelopes.get(random.nextInt(envelopes.size()))
        + levels.get(random.nextInt(levels.size()));
  }

  private static byte[] body(Random random, int most) {
    int size = 1 + (int) (Math.pow(random.nextDouble(), 3) * (most - 100));
    return switch (random.nextInt(8)) {
      case 0 -> repeated("<r>", "<a/>", "</r>", size);
      case 1 -> repeated("<r><id>7</id>", "<b c='d'>e</b>", "</r>", size);
      case 2 -> repeated("[", "[],", "[]]", size);
      case 3 -> repeated("{\"id\":\"", "x", "\"}", size);
      case 4 -> repeated("{\"x\":[", "{\"n\":1},", "0],\"id\":7}", size);
      case 5 -> repeated("<r>", "\u00e4", "</r>", size);
      default -> {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        yield bytes;
      }
    };
  }

  private static List<byte[]> copies(byte[] body, int count) {
    return IntStream.range(0, count).mapToObj(i -> body).toList();
  }

  private static byte[] repeated(String begin, String middle, String end, int size) {
    int times = Math.max(0, size - begin.length() - end.length()) / middle.length();
    return (begin + middle.repeat(times) + end).getBytes(StandardCharsets.UTF_8);
  }

  private void assertAllArrive(int heap, Map<Line, List<byte[]>> messages) throws Exception {
    Path home = Files.createTempDirectory(folder, "bridge");
    String name = home.getFileName().toString();
    String yaml =
        "name: %s\nconnections: { legacy: { rabbitmq: { uri: \"%s\" } } }\n".formatted(name, rabbit)
            + "kafka: { bootstrap.servers: \"%s\" }\n".formatted(kafka.bootstrap());
    long published = messages.values().stream().mapToLong(List::size).sum();
    makeTopics(messages);
    publish(messages);
    List<Line> lines = List.copyOf(messages.keySet());
    messages.clear(); // Kafka runs in this process
    try (BridgeProcess bridge =
        new BridgeProcess(home, yaml, route(lines.get(0)), "-Xmx" + heap + "m")) {
      for (Line line : lines.subList(1, lines.size())) {
        Files.writeString(home.resolve("routes/" + line.name() + ".yaml"), route(line));
      }
      bridge.launch();
      await().atMost(LONG).until(() -> !bridge.isAlive() || acknowledged(bridge) == published);
      assertThat(bridge.isAlive()).as("%s: %s", lines, bridge.log()).isTrue();
    }
    assertThat(arrived(lines)).isEqualTo(published);
  }

  private static long acknowledged(BridgeProcess bridge) {
    return bridge.metric("pontoon_messages_acknowledged_total");
  }

  private static String route(Line line) {
    return "id: %1$s\nfrom: { rabbitmq: { queue: %1$s } }\nto: { topic: %1$s }\n"
            .formatted(line.name())
        + line.rules();
  }

  private static void makeTopics(Map<Line, List<byte[]>> messages) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
      List<NewTopic> topics = new ArrayList<>();
      for (Line line : messages.keySet()) {
        for (String topic : List.of(line.name(), line.name() + ".dead")) {
          topics.add(
              new NewTopic(topic, 1, (short) 1)
                  .configs(Map.of("max.message.bytes", String.valueOf(96 * MIB))));
        }
      }
      admin.createTopics(topics).all().get();
    }
  }

  private void publish(Map<Line, List<byte[]>> messages) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(rabbit);
    try (Connection connection = factory.newConnection("test");
        Channel channel = connection.createChannel()) {
      channel.confirmSelect();
      for (Map.Entry<Line, List<byte[]>> one : messages.entrySet()) {
        channel.queueDeclare(one.getKey().name(), true, false, false, null);
        for (byte[] body : one.getValue()) {
          publish(channel, one.getKey().name(), body);
        }
      }
      channel.waitForConfirmsOrDie(60_000);
    }
  }

  private static void publish(Channel channel, String queue, byte[] body) throws IOException {
    // With ids: RabbitMQ ends a connection that is not read for long, and delivers again.
    String id = queue + "/" + channel.getNextPublishSeqNo();
    AMQP.BasicProperties json =
        new AMQP.BasicProperties.Builder().contentType("application/json").messageId(id).build();
    channel.basicPublish("", queue, json, body);
  }

  /** Records and dead letters that are committed. */
  private static long arrived(List<Line> lines) {
    List<TopicPartition> partitions =
        lines.stream()
            .flatMap(line -> List.of(line.name(), line.name() + ".dead").stream())
            .map(topic -> new TopicPartition(topic, 0))
            .toList();
    Map<String, Object> settings =
        Map.of("bootstrap.servers", kafka.bootstrap(), "isolation.level", "read_committed");
    long count = 0;
    try (KafkaConsumer<byte[], byte[]> reader =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      for (TopicPartition partition : partitions) {
        reader.assign(List.of(partition));
        reader.seekToBeginning(List.of(partition));
        long end = reader.endOffsets(List.of(partition)).get(partition);
        while (reader.position(partition) < end) {
          count += reader.poll(Duration.ofSeconds(1)).count();
        }
      }
    }
    return count;
  }
}

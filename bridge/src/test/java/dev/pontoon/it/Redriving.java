package dev.pontoon.it;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.pontoon.app.Pontoon;
import dev.pontoon.config.ConfigLoader;
import dev.pontoon.config.RouteConfig;
import dev.pontoon.deadletter.DeadLetter;
import dev.pontoon.deadletter.DeadLetters;
import dev.pontoon.deadletter.Parts;
import dev.pontoon.mapping.TopicLimits;
import dev.pontoon.message.Body;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Origin;
import dev.pontoon.message.OutboundRecord;
import dev.pontoon.message.Property;
import dev.pontoon.message.Refusal;
import dev.pontoon.rig.JvmCommand;
import dev.pontoon.rig.OsProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The dead-letters commands on a folder of YAML, and the records that they leave. */
final class Redriving {
  private final Path folder;
  private final String kafka;

  Redriving(Path folder, String kafka, String bridgeYaml, String route) throws IOException {
    this.folder = folder;
    this.kafka = kafka;
    Files.createDirectories(folder.resolve("routes"));
    Files.writeString(folder.resolve("bridge.yaml"), bridgeYaml);
    Files.writeString(folder.resolve("routes/route.yaml"), route);
  }

  /** What a command printed and how it ended. */
  record Run(int code, String text) {
    String last() {
      return text.lines().reduce("", (before, line) -> line);
    }
  }

  Run run(String... arguments) {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      int code = Pontoon.execute(arguments(arguments).toArray(String[]::new));
      return new Run(code, out.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(before);
    }
  }

  /** In a JVM of its own, to be killed. */
  OsProcess start(String... arguments) {
    return OsProcess.start(
        "redrive",
        JvmCommand.of(Pontoon.class, List.of(), arguments(arguments)),
        folder.resolve("redrive.log"));
  }

  /** What all processes have said so far. */
  String log() throws IOException {
    return Files.readString(folder.resolve("redrive.log"));
  }

  private List<String> arguments(String... arguments) {
    List<String> all = new ArrayList<>(List.of("dead-letters"));
    all.addAll(Arrays.asList(arguments));
    all.addAll(List.of("--config", folder.resolve("bridge.yaml").toString()));
    all.addAll(List.of("--routes", folder.resolve("routes").toString()));
    return all;
  }

  RouteConfig route() {
    return routes().get(0);
  }

  List<RouteConfig> routes() {
    var loaded =
        (ConfigLoader.Loaded)
            new ConfigLoader()
                .load(folder.resolve("bridge.yaml"), folder.resolve("routes"), Map.of());
    return loaded.routes();
  }

  /** A message as the bridge would have read it; with an order id it has a key. */
  static LegacyMessage message(RouteConfig route, int number, boolean key) {
    Origin origin = new Origin(route.id(), "rabbitmq", "legacy", "pontoon." + route.id(), false);
    return new LegacyMessage(
        origin,
        Map.of(Property.MESSAGE_ID, "m" + number, Property.ROUTING_KEY, "order.new"),
        key ? Map.of("orderId", "k" + number % 100) : Map.of(),
        new Body.Bytes(("{\"n\":" + number + "}").getBytes(StandardCharsets.UTF_8)),
        false);
  }

  /** Writes dead letters of several reasons; every {@code hopeless}-th will be refused again. */
  void write(int count, int hopeless) {
    write(route(), count, hopeless);
  }

  void write(RouteConfig route, int count, int hopeless) {
    Refusal.Reason[] reasons = {
      Refusal.Reason.KEY_MISSING, Refusal.Reason.KEY_MALFORMED, Refusal.Reason.STEP_FAILED
    };
    List<Future<RecordMetadata>> written = new ArrayList<>();
    // Not idempotent: a partition that is just being made may refuse the first batch and take the
    // second, and then never the first.
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of(
                "bootstrap.servers", kafka, "enable.idempotence", false, "linger.ms", 20),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < count; i++) {
        LegacyMessage message = message(route, i, i % hopeless != 0);
        OutboundRecord record =
            new DeadLetters(route, message.origin(), () -> TopicLimits.DEFAULT, Clock.systemUTC())
                .make(
                    message,
                    new Refusal(reasons[i % 3], "for the test", key(i)),
                    DeadLetter.Stage.MAPPING,
                    Parts.ALL)
                .record();
        ProducerRecord<byte[], byte[]> sent =
            new ProducerRecord<>(record.topic(), record.key(), record.value());
        record.headers().forEach(header -> sent.headers().add(header.name(), header.value()));
        written.add(producer.send(sent));
      }
    }
    written.forEach(future -> assertThatCode(future::get).doesNotThrowAnyException());
  }

  private static byte[] key(int number) {
    return ("k" + number % 100).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Everything committed, read to the end: Kafka makes a transaction visible some time after its
   * writer was told that it is committed.
   */
  List<ConsumerRecord<byte[], byte[]>> committed(String topic, int partitions) {
    Map<TopicPartition, Long> ends;
    try (var consumer = consumer("read_uncommitted")) {
      ends = consumer.endOffsets(places(topic, partitions));
    }
    return committed(topic, partitions, ends);
  }

  /** What is visible now, while transactions may be open. */
  List<ConsumerRecord<byte[], byte[]>> committedSoFar(String topic, int partitions) {
    Map<TopicPartition, Long> ends;
    try (var consumer = consumer("read_committed")) {
      ends = consumer.endOffsets(places(topic, partitions));
    }
    return committed(topic, partitions, ends);
  }

  private static List<TopicPartition> places(String topic, int partitions) {
    return IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(topic, p)).toList();
  }

  private KafkaConsumer<byte[], byte[]> consumer(String isolation) {
    return new KafkaConsumer<>(
        Map.<String, Object>of("bootstrap.servers", kafka, "isolation.level", isolation),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  private List<ConsumerRecord<byte[], byte[]>> committed(
      String topic, int partitions, Map<TopicPartition, Long> ends) {
    List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
    List<TopicPartition> places = places(topic, partitions);
    try (var consumer = consumer("read_committed")) {
      consumer.assign(places);
      consumer.seekToBeginning(places);
      while (places.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer.poll(Duration.ofMillis(200)).forEach(all::add);
      }
    }
    return all;
  }

  /** How often each message is among the records, by its id. */
  static Map<String, Integer> byId(List<ConsumerRecord<byte[], byte[]>> records) {
    Map<String, Integer> ids = new HashMap<>();
    records.forEach(record -> ids.merge(header(record, "pontoon.id"), 1, Integer::sum));
    return ids;
  }

  static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return Optional.ofNullable(record.headers().lastHeader(name))
        .map(header -> new String(header.value(), StandardCharsets.UTF_8))
        .orElse("");
  }
}

package dev.pontoon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConnectionFactory;
import dev.pontoon.rig.kafka.EmbeddedKafka;
import dev.pontoon.rig.rabbit.TestRabbit;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Random messages through a whole bridge: each arrives once, as a record or a dead letter, and no
 * log line is broken. {@code -Dpontoon.fuzz=100000} for the long form.
 */
class FuzzIT {
  private static final int COUNT = Integer.getInteger("pontoon.fuzz", 2_000);
  private static final long SEED = Long.getLong("pontoon.test.seed", System.nanoTime());
  private static final List<String> ROUTES = List.of("plain", "steps");
  private static final Pattern LINE =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z (TRACE|DEBUG|INFO |WARN |ERROR) [^\\p{Cntrl}]+");
  private static EmbeddedKafka kafka;

  @TempDir Path folder;

  @BeforeAll
  static void broker() {
    kafka = EmbeddedKafka.started();
  }

  @AfterAll
  static void end() {
    kafka.close();
  }

  /** Every line as it is written in production. */
  private static final class Lines extends AppenderBase<ILoggingEvent> {
    final Queue<String> all = new ConcurrentLinkedQueue<>();
    private final Encoder<ILoggingEvent> encoder;

    Lines(Encoder<ILoggingEvent> encoder) {
      this.encoder = encoder;
    }

    @Override
    protected void append(ILoggingEvent event) {
      if (event.getThrowableProxy() == null) {
        all.add(new String(encoder.encode(event), StandardCharsets.UTF_8));
      }
    }
  }

  private static Lines listening() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    var root = context.getLogger("ROOT");
    var out = (OutputStreamAppender<ILoggingEvent>) root.getAppender("out");
    Lines lines = new Lines(out.getEncoder());
    lines.setContext(context);
    lines.start();
    root.addAppender(lines);
    return lines;
  }

  @Test
  void everyMessageArrivesOnceAndNoLogLineIsBroken() throws Exception {
    System.out.println("seed " + SEED + ", messages " + COUNT);
    String uri = TestRabbit.shared().freshUri();
    Lines lines = listening();
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(uri);
    long start = System.nanoTime();
    long mirrored = 0;
    long dead = 0;
    try (var connection = factory.newConnection();
        var channel = connection.createChannel();
        var bridge = YamlBridge.started(folder, config(uri), route("plain"), route("steps"))) {
      publish(channel);
      for (String route : ROUTES) {
        await()
            .atMost(Duration.ofMinutes(20))
            .until(() -> bridge.count("pontoon.messages.acknowledged", route) == COUNT / 2);
        mirrored += bridge.count("pontoon.messages.mirrored", route);
        dead += bridge.count("pontoon.messages.dead.lettered", route);
        assertThat(channel.messageCount("fuzz-" + route)).isZero();
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    assertThat(mirrored + dead).isEqualTo(COUNT);
    eachOnce(mirrored, dead);
    assertThat(lines.all).isNotEmpty().allMatch(FuzzIT::whole);
    System.out.printf(
        Locale.ROOT,
        "fuzz: messages %d, mirrored %d, dead letters %d, lost 0, log lines %d, %.1f s%n",
        COUNT,
        mirrored,
        dead,
        lines.all.size(),
        seconds);
  }

  private static boolean whole(String line) {
    String end = System.lineSeparator();
    return line.endsWith(end)
        && LINE.matcher(line.substring(0, line.length() - end.length())).matches();
  }

  private static String config(String uri) {
    return """
        connections:
          legacy: { rabbitmq: { uri: "%s" } }
        kafka: { bootstrap.servers: "%s" }
        http: { listen: "127.0.0.1:0" }
        """
        .formatted(uri, kafka.bootstrap());
  }

  private static String route(String id) {
    String steps =
        id.equals("steps") ? "steps: [ { setHeader: { name: seen, constant: yes } } ]" : "";
    return """
        id: %s
        from: { rabbitmq: { queue: fuzz-%s } }
        to: { topic: %s.v1, partitions: 2 }
        key: [header:k, json:/id]
        %s
        """
        .formatted(id, id, id, steps);
  }

  private static void publish(Channel channel) throws Exception {
    Fuzz fuzz = new Fuzz(new Random(SEED));
    for (String route : ROUTES) {
      channel.queueDeclare("fuzz-" + route, true, false, false, null);
    }
    channel.confirmSelect();
    for (int i = 0; i < COUNT; i++) {
      String queue = "fuzz-" + ROUTES.get(i % 2);
      channel.basicPublish("", queue, fuzz.properties("f" + i), fuzz.body());
      if (i % 1_000 == 999) {
        channel.waitForConfirmsOrDie(120_000);
      }
    }
    channel.waitForConfirmsOrDie(120_000);
  }

  private static void eachOnce(long mirrored, long dead) {
    Map<String, Integer> ids = new HashMap<>();
    List<String> forged = new ArrayList<>();
    Consumer<ConsumerRecord<byte[], byte[]>> look =
        record -> {
          Header id = record.headers().lastHeader("pontoon.id");
          ids.merge(new String(id.value(), StandardCharsets.UTF_8), 1, Integer::sum);
          for (Header header : record.headers()) {
            String name = header.key().toLowerCase(Locale.ROOT);
            if (name.startsWith("camel") || name.startsWith("kafka.")) {
              forged.add(header.key());
            }
          }
        };
    long records = 0;
    long letters = 0;
    for (String route : ROUTES) {
      records += read(route + ".v1", look);
      letters += read(route + ".v1.dead", look);
    }
    assertThat(records).isEqualTo(mirrored);
    assertThat(letters).isEqualTo(dead);
    assertThat(ids).hasSize(COUNT);
    assertThat(forged).isEmpty();
  }

  private static long read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> look) {
    Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrap());
    long count = 0;
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> places =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      consumer.assign(places);
      consumer.seekToBeginning(places);
      Map<TopicPartition, Long> ends = consumer.endOffsets(places);
      while (places.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        for (var record : consumer.poll(Duration.ofMillis(200))) {
          look.accept(record);
          count++;
        }
      }
    }
    return count;
  }
}

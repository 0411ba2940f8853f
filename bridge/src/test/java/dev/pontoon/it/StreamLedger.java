package dev.pontoon.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import dev.pontoon.mapping.HeaderNames;
import dev.pontoon.message.Property;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The account of a mirrored stream: what the stream holds, by offset, against what the topic holds.
 * A publisher's own repetitions are messages of their own.
 */
final class StreamLedger {
  private StreamLedger() {}

  /** Makes streams, publishes to them, in confirmed batches. */
  static void declare(String uri, String stream, Map<String, Object> arguments) throws Exception {
    try (Connection connection = connect(uri);
        Channel channel = connection.createChannel()) {
      Map<String, Object> all = new TreeMap<>(arguments);
      all.put("x-queue-type", "stream");
      channel.queueDeclare(stream, true, false, false, all);
    }
  }

  /** Bodies are {@code m0}, {@code m1} and so on, padded to this length. */
  static void publish(String uri, String stream, int from, int count, int length) throws Exception {
    try (Connection connection = connect(uri);
        Channel channel = connection.createChannel()) {
      channel.confirmSelect();
      for (int i = from; i < from + count; i++) {
        AMQP.BasicProperties properties =
            new AMQP.BasicProperties.Builder()
                .messageId("m" + i)
                .headers(Map.of("key", "k" + i % 10))
                .build();
        String body = "m" + i + " ".repeat(Math.max(0, length - 8));
        channel.basicPublish("", stream, properties, body.getBytes(StandardCharsets.UTF_8));
      }
      channel.waitForConfirmsOrDie(60_000);
    }
  }

  /**
   * As many as a stream takes from an AMQP 0-9-1 publisher and gives an AMQP 0-9-1 reader back: of
   * bytes RabbitMQ 4 makes text.
   */
  static AMQP.BasicProperties everyProperty() {
    return new AMQP.BasicProperties.Builder()
        .messageId("m-1")
        .correlationId("c-1")
        .replyTo("answers")
        .type("created")
        .appId("app")
        .userId("guest")
        .contentType("application/json")
        .contentEncoding("gzip")
        .deliveryMode(2)
        .priority(4)
        .expiration("60000")
        .timestamp(new Date(1_700_000_000_000L))
        .headers(Map.of("text", "t", "number", 5, "long", 1L << 40, "flag", true))
        .build();
  }

  /** Message ids by offset, as a reader of its own finds them from this offset on. */
  static TreeMap<Long, String> inStream(String uri, String stream, int count) throws Exception {
    TreeMap<Long, String> found = new TreeMap<>();
    CountDownLatch all = new CountDownLatch(count);
    try (Connection connection = connect(uri);
        Channel channel = connection.createChannel()) {
      channel.basicQos(1_000);
      channel.basicConsume(
          stream,
          false,
          Map.of("x-stream-offset", "first"),
          new DefaultConsumer(channel) {
            @Override
            public void handleDelivery(
                String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body)
                throws java.io.IOException {
              if (all.getCount() == 0) {
                return;
              }
              found.put(
                  (Long) properties.getHeaders().get("x-stream-offset"), properties.getMessageId());
              channel.basicAck(envelope.getDeliveryTag(), false);
              all.countDown();
            }
          });
      assertThat(all.await(30, TimeUnit.SECONDS)).as("messages in " + stream).isTrue();
    }
    return found;
  }

  private static Connection connect(String uri) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(uri);
    return factory.newConnection("test");
  }

  /** One mirrored message. */
  record Mirrored(long offset, String id) {}

  /** Committed records of a topic with one partition, in order. */
  static List<Mirrored> inTopic(String bootstrap, String topic) {
    return records(bootstrap, topic).stream()
        .map(
            record ->
                new Mirrored(
                    Long.parseLong(record.get(Property.STREAM_OFFSET.header())),
                    record.get(Property.MESSAGE_ID.header())))
        .toList();
  }

  /** The same with all headers but those that name the route, and the value, as text. */
  static List<Map<String, String>> records(String bootstrap, String topic) {
    List<Map<String, String>> records = new ArrayList<>();
    Map<String, Object> settings =
        Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      TopicPartition place = new TopicPartition(topic, 0);
      consumer.assign(List.of(place));
      consumer.seekToBeginning(List.of(place));
      long end = consumer.endOffsets(List.of(place)).get(place);
      while (consumer.position(place) < end) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> records.add(texts(record)));
      }
    }
    return records;
  }

  private static Map<String, String> texts(ConsumerRecord<byte[], byte[]> record) {
    Map<String, String> texts = new TreeMap<>();
    record
        .headers()
        .forEach(
            header -> texts.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
    texts.keySet().removeAll(Set.of(HeaderNames.ROUTE, HeaderNames.SOURCE));
    // The protocols have the headers in different order, and with them their types.
    texts.computeIfPresent(HeaderNames.TYPES, (name, types) -> sorted(types));
    texts.put("value", new String(record.value(), StandardCharsets.UTF_8));
    return texts;
  }

  private static String sorted(String types) {
    return new TreeSet<>(List.of(types.replaceAll("[{}]", "").split(","))).toString();
  }

  /** Each message once, in the stream's order. */
  static void assertExact(TreeMap<Long, String> stream, List<Mirrored> topic) {
    assertThat(topic.stream().map(Mirrored::offset)).containsExactlyElementsOf(stream.keySet());
    assertThat(topic.stream().map(Mirrored::id)).containsExactlyElementsOf(stream.values());
  }

  /** Each message at least once; those that came the first time in the stream's order. */
  static void assertComplete(TreeMap<Long, String> stream, List<Mirrored> topic) {
    Set<Long> seen = new HashSet<>();
    List<Mirrored> first = topic.stream().filter(m -> seen.add(m.offset())).toList();
    assertExact(stream, first);
  }
}

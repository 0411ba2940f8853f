package dev.pontoon.demo.scenario;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A topic, and consumer groups that read it.
 *
 * @param bootstrap where Kafka is
 * @param topic one that the bridge writes
 */
public record KafkaSide(String bootstrap, String topic) {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** A new member of a group; a new group begins at the beginning. */
  Reader join(String group) {
    Map<String, Object> settings =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap,
            ConsumerConfig.GROUP_ID_CONFIG, group,
            ConsumerConfig.CLIENT_ID_CONFIG, group,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.subscribe(List.of(topic));
    return new Reader(consumer);
  }

  /** A consumer. For one thread. */
  record Reader(KafkaConsumer<byte[], byte[]> consumer) implements AutoCloseable {

    /**
     * Reads until it has that many and a further poll finds no more, at most 30 s; returns the
     * bodies.
     */
    List<String> read(int expected) {
      List<String> bodies = new ArrayList<>();
      long end = System.nanoTime() + LIMIT.toNanos();
      boolean more = true;
      while (more && System.nanoTime() - end < 0) {
        var records = consumer.poll(POLL);
        records.forEach(it -> bodies.add(new String(it.value(), StandardCharsets.UTF_8)));
        more = bodies.size() < expected || !records.isEmpty();
      }
      return bodies;
    }

    /** Remembers in Kafka how far it has read. */
    void commit() {
      consumer.commitSync();
    }

    /** Goes back to the beginning. */
    void rewind() {
      long end = System.nanoTime() + LIMIT.toNanos();
      while (consumer.assignment().isEmpty() && System.nanoTime() - end < 0) {
        consumer.poll(POLL);
      }
      consumer.seekToBeginning(consumer.assignment());
    }

    @Override
    public void close() {
      consumer.close();
    }
  }
}

package dev.pontoon.rig.ledger;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Counts what is in Kafka for a ledger: a topic and its dead-letter topic, from their beginnings to
 * their present ends. For one thread.
 */
public final class KafkaAudit implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final String topic;
  private final List<TopicPartition> partitions = new ArrayList<>();
  private final Tally tally;
  private final Function<ConsumerRecord<byte[], byte[]>, @Nullable String> identity;

  /**
   * Both topics must exist.
   *
   * @param bootstrap past all proxies
   * @param deadTopic null if there is none
   * @param committed false: counts records of aborted and open transactions too
   */
  public KafkaAudit(
      Ledger ledger,
      String bootstrap,
      String topic,
      @Nullable String deadTopic,
      boolean committed,
      Function<ConsumerRecord<byte[], byte[]>, @Nullable String> identity) {
    this.tally = ledger.tally();
    this.topic = topic;
    this.identity = identity;
    this.consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                bootstrap,
                "isolation.level",
                committed ? "read_committed" : "read_uncommitted",
                "max.poll.records",
                5_000),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    add(topic);
    if (deadTopic != null) {
      add(deadTopic);
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Reads committed records; the identity is the header {@link Entry#ID}. */
  public static KafkaAudit committed(
      Ledger ledger, String bootstrap, String topic, @Nullable String deadTopic) {
    return new KafkaAudit(ledger, bootstrap, topic, deadTopic, true, it -> header(it, Entry.ID));
  }

  /** The last value of a header as text, or null. */
  public static @Nullable String header(ConsumerRecord<byte[], byte[]> from, String name) {
    Header header = from.headers().lastHeader(name);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }

  /** Reads on from where it was to the present ends, and draws the balance. */
  public Balance catchUp() {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (ends.entrySet().stream()
        .anyMatch(it -> consumer.position(it.getKey()) < it.getValue())) {
      for (ConsumerRecord<byte[], byte[]> next : consumer.poll(POLL)) {
        if (next.topic().equals(topic)) {
          tally.stored(identity.apply(next));
        } else {
          tally.dead(identity.apply(next));
        }
      }
    }
    return tally.balance();
  }

  /**
   * Reads until all that is confirmed is there, or the time is over.
   *
   * @return the last balance, whatever it says
   */
  public Balance awaitComplete(Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    Balance balance = catchUp();
    while (balance.lost() > 0 && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(POLL.toNanos());
      balance = catchUp();
    }
    return balance;
  }

  @Override
  public void close() {
    consumer.close();
  }

  private void add(String name) {
    for (PartitionInfo info : consumer.partitionsFor(name)) {
      partitions.add(new TopicPartition(name, info.partition()));
    }
  }
}

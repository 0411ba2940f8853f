package dev.pontoon.kafka;

import dev.pontoon.message.OutboundRecord;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Sends by a producer, and lets the first record into a partition travel alone: the next one for
 * that partition leaves when Kafka has confirmed it. For all threads.
 *
 * <p>Why: Kafka keeps an idempotent producer's batches in order only behind one that the partition
 * has taken; of a producer that it does not know it takes any. If it refuses the first batch for a
 * moment (no leader yet, too few replicas) and takes the second, which was on its way already,
 * their order is broken and the first is refused for ever, with everything behind it.
 */
final class FirstAlone {
  /** Partitions forget a silent producer after a day (producer.id.expiration.ms of the brokers). */
  static final Duration KNOWN = Duration.ofMinutes(10);

  /** Topics get more partitions; the client itself asks every five minutes. */
  private static final Duration RECOUNT = Duration.ofSeconds(1);

  private final Producer<byte[], byte[]> producer;
  private final Duration patience;
  private final boolean guarding;
  private final LongSupplier nanos;
  private final Map<String, Openings> topics = new ConcurrentHashMap<>();

  FirstAlone(
      Producer<byte[], byte[]> producer, Duration patience, boolean guarding, LongSupplier nanos) {
    this.producer = producer;
    this.patience = patience;
    this.guarding = guarding;
    this.nanos = nanos;
  }

  /**
   * By a new producer with these properties. If it has one request on its way at a time, there is
   * nothing to guard against.
   *
   * @param patience how long a record waits for the first one
   */
  static FirstAlone with(Map<String, Object> properties, Duration patience) {
    Object requests = properties.get(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION);
    boolean several = !"1".equals(String.valueOf(requests));
    return new FirstAlone(new KafkaProducer<>(properties), patience, several, System::nanoTime);
  }

  Producer<byte[], byte[]> producer() {
    return producer;
  }

  /**
   * As {@link Producer#send}.
   *
   * @throws TimeoutException when it was not sent: the first record is still on its way
   * @throws InterruptException when it was not sent: the thread was interrupted while it waited
   */
  void send(OutboundRecord record, Callback callback) {
    if (!guarding) {
      producer.send(Records.toKafka(record, null), callback);
      return;
    }
    long now = nanos.getAsLong();
    Openings topic = openings(record.topic(), now);
    if (topic.outdated(now, RECOUNT)) {
      topic.count(producer.partitionsFor(record.topic()).size(), now);
    }
    byte[] key = record.key();
    int partition = key == null ? topic.any(now) : topic.of(key);
    if (partition >= 0 && topic.first(partition, now, patience)) {
      sendFirst(record, topic, partition, callback);
    } else {
      producer.send(Records.toKafka(record, partition < 0 ? null : partition), callback);
    }
  }

  /** Ends the producer; what is not confirmed after this long fails. */
  void close(Duration timeout) {
    producer.close(timeout);
  }

  private Openings openings(String topic, long now) {
    Openings there = topics.get(topic);
    return there != null ? there : topics.computeIfAbsent(topic, unused -> new Openings(now));
  }

  private void sendFirst(OutboundRecord record, Openings topic, int partition, Callback callback) {
    try {
      producer.send(
          Records.toKafka(record, partition),
          (metadata, failure) -> {
            topic.ended(partition, failure == null, nanos.getAsLong());
            callback.onCompletion(metadata, failure);
          });
    } catch (RuntimeException e) {
      topic.ended(partition, false, nanos.getAsLong());
      throw e;
    }
  }
}

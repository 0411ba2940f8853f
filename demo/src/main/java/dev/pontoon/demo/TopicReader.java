package dev.pontoon.demo;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is in Kafka, from the beginning, with a client that knows nothing of the bridge, on a
 * thread of its own.
 */
final class TopicReader implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final long FINISH_SECONDS = 60;

  /**
   * @param topic read from its beginning
   * @param deadLetters whether it has a route's dead letters
   * @param ledger what is found is noted here
   */
  record Source(String topic, boolean deadLetters, Ledger ledger) {}

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<String, Source> sources;
  private final Clock clock;
  private final Map<String, Long> lags = new ConcurrentHashMap<>();
  private final Thread thread = new Thread(this::read, "demo-reader");
  private volatile boolean finishing;
  private volatile @Nullable Instant firstFound;
  private volatile @Nullable String failure;

  /** The topics must exist. */
  TopicReader(String bootstrap, List<Source> sources, Clock clock) {
    this.clock = clock;
    this.sources = sources.stream().collect(Collectors.toMap(Source::topic, it -> it));
    this.consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ConsumerConfig.CLIENT_ID_CONFIG,
                "demo-reader"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        sources.stream()
            .flatMap(source -> consumer.partitionsFor(source.topic()).stream())
            .map(it -> new TopicPartition(it.topic(), it.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    thread.start();
  }

  /** Records of a topic that are there and were not read yet. */
  long lag(String topic) {
    return lags.getOrDefault(topic, 0L);
  }

  /** When the first record was read; null before. */
  @Nullable Instant firstFound() {
    return firstFound;
  }

  /** Why reading ended early; null if it did not. */
  @Nullable String failure() {
    return failure;
  }

  /** Reads to the end of all topics as it is now, and ends. */
  void finish() throws InterruptedException {
    finishing = true;
    thread.join(TimeUnit.SECONDS.toMillis(FINISH_SECONDS));
    if (thread.isAlive()) {
      failure = "the topics could not be read to their ends within " + FINISH_SECONDS + " s";
    }
  }

  private void read() {
    try (consumer) {
      boolean last = false;
      while (!last) {
        // Asked before the look at the ends: what is written later is not waited for.
        last = finishing && atEnd();
        consumer.poll(POLL).forEach(this::note);
        measureLag();
      }
    } catch (RuntimeException e) {
      failure = "the topics could not be read: " + Reasons.of(e);
    }
  }

  private boolean atEnd() {
    return consumer.endOffsets(consumer.assignment()).entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  private void note(ConsumerRecord<byte[], byte[]> found) {
    Header id = found.headers().lastHeader(Ledger.HEADER);
    Source source = sources.get(found.topic());
    if (firstFound == null) {
      firstFound = clock.instant();
    }
    if (source != null) {
      source.ledger().found(text(id), source.deadLetters());
    }
  }

  private static @Nullable String text(@Nullable Header header) {
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }

  private void measureLag() {
    Map<String, Long> now =
        consumer.assignment().stream()
            .collect(
                Collectors.groupingBy(TopicPartition::topic, Collectors.summingLong(this::of)));
    lags.putAll(now);
  }

  private long of(TopicPartition partition) {
    OptionalLong lag = consumer.currentLag(partition);
    return lag.orElse(0);
  }

  @Override
  public void close() throws InterruptedException {
    if (thread.isAlive()) {
      consumer.wakeup();
      thread.join(TimeUnit.SECONDS.toMillis(FINISH_SECONDS));
    }
  }
}

package dev.pontoon.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The compacted topic in which redrives keep what they have done. Key: {@code dead-letter
 * topic/topic id/entry}; with the id, what was done to a deleted topic says nothing of a new one
 * with its name.
 */
final class RedriveTopic {
  private static final Duration POLL = Duration.ofMillis(200);

  private final String topic;
  private final String prefix;

  RedriveTopic(String bridge, String deadLetters, String id) {
    this.topic = of(bridge);
    this.prefix = deadLetters + "/" + id + "/";
  }

  /** The name of the topic of a bridge. */
  static String of(String bridge) {
    return bridge + ".redrive";
  }

  ProducerRecord<byte[], @Nullable byte[]> write(String entry, byte @Nullable [] value) {
    return new ProducerRecord<>(topic, 0, (prefix + entry).getBytes(StandardCharsets.UTF_8), value);
  }

  /** What is known to be committed for this dead-letter topic, by entry. */
  Map<String, byte[]> read(Map<String, Object> consumerSettings) {
    return read(consumerSettings, false);
  }

  /**
   * Everything committed for this dead-letter topic, by entry. Waits for open transactions of
   * redrives of other topics: what was committed for this one may stand behind them.
   */
  Map<String, byte[]> readAll(Map<String, Object> consumerSettings) {
    return read(consumerSettings, true);
  }

  private Map<String, byte[]> read(Map<String, Object> consumerSettings, boolean all) {
    Map<String, byte[]> entries = new HashMap<>();
    TopicPartition place = new TopicPartition(topic, 0);
    try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(consumerSettings)) {
      consumer.assign(List.of(place));
      consumer.seekToBeginning(List.of(place));
      long end =
          (all ? Ends.of(consumerSettings, List.of(place)) : consumer.endOffsets(List.of(place)))
              .getOrDefault(place, 0L);
      long deadline = System.nanoTime() + Duration.ofMillis(limit()).toNanos();
      while (consumer.position(place) < end) {
        if (System.nanoTime() - deadline > 0) {
          throw new TimeoutException("topic " + topic + " could not be read in " + limit() + " ms");
        }
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          keep(record, entries);
        }
      }
    }
    return entries;
  }

  private static long limit() {
    return 3L * KafkaSettings.COMMAND_MILLIS; // more than a transaction may stay open
  }

  private void keep(ConsumerRecord<byte[], byte[]> record, Map<String, byte[]> entries) {
    if (record.key() == null) {
      return;
    }
    String key = new String(record.key(), StandardCharsets.UTF_8);
    if (!key.startsWith(prefix)) {
      return;
    }
    String entry = key.substring(prefix.length());
    if (record.value() == null) {
      entries.remove(entry);
    } else {
      entries.put(entry, record.value());
    }
  }
}

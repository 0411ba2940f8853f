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
import org.apache.kafka.common.utils.Utils;

/**
 * The compacted topic in which effectively-once lanes keep their state. Key: {@code lane|slot}. All
 * of a lane is in one partition, chosen by its name among a number of partitions that is part of
 * the format: with another number a lane would look in the wrong place and find nothing.
 */
final class StateTopic {
  static final int PARTITIONS = 16;
  private static final Duration POLL = Duration.ofMillis(200);

  /** More than a transaction of others may stay open. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final String topic;
  private final String lane;
  private final int partition;

  StateTopic(String topic, String lane) {
    this.topic = topic;
    this.lane = lane;
    byte[] name = lane.getBytes(StandardCharsets.UTF_8);
    this.partition = Utils.toPositive(Utils.murmur2(name)) % PARTITIONS;
  }

  /** The name of the topic of a bridge. */
  static String of(String bridge) {
    return bridge + ".state";
  }

  ProducerRecord<byte[], byte[]> write(int slot, byte[] value) {
    byte[] key = (lane + "|" + slot).getBytes(StandardCharsets.UTF_8);
    return new ProducerRecord<>(topic, partition, key, value);
  }

  /**
   * Everything committed for this lane, by slot. Waits for open transactions of other lanes in the
   * same partition: what this lane has committed may stand behind them.
   */
  Map<Integer, byte[]> read(Map<String, Object> consumerSettings) {
    Map<Integer, byte[]> slots = new HashMap<>();
    TopicPartition place = new TopicPartition(topic, partition);
    long end = Ends.of(consumerSettings, List.of(place)).getOrDefault(place, 0L);
    try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(consumerSettings)) {
      consumer.assign(List.of(place));
      consumer.seekToBeginning(List.of(place));
      long reached = -1;
      long since = System.nanoTime();
      while (consumer.position(place) < end) {
        if (consumer.position(place) != reached) {
          reached = consumer.position(place);
          since = System.nanoTime();
        } else if (System.nanoTime() - since > PATIENCE.toNanos()) {
          // Made again meanwhile, perhaps: then this end is never reached.
          throw new TimeoutException("topic " + topic + " can't be read to its end");
        }
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          keep(record, slots);
        }
      }
    }
    return slots;
  }

  private void keep(ConsumerRecord<byte[], byte[]> record, Map<Integer, byte[]> slots) {
    if (record.key() == null || record.value() == null) {
      return;
    }
    String key = new String(record.key(), StandardCharsets.UTF_8);
    int bar = key.lastIndexOf('|');
    if (bar > 0 && key.substring(0, bar).equals(lane)) {
      slots.put(Integer.parseInt(key.substring(bar + 1)), record.value());
    }
  }
}

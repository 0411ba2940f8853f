package dev.pontoon.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Where partitions end, with what is in open transactions. For a reader of committed records a
 * partition ends before the first record of <em>any</em> open transaction, and what others have
 * committed behind it is not seen: whoever needs all of it reads on to this end.
 */
final class Ends {
  private Ends() {}

  /**
   * @param settings of the consumer that reads
   */
  static Map<TopicPartition, Long> of(
      Map<String, Object> settings, Collection<TopicPartition> places) {
    Map<String, Object> uncommitted = new HashMap<>(settings);
    uncommitted.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
    try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(uncommitted)) {
      consumer.assign(places); // of others the client warns that it does not keep their ends
      return consumer.endOffsets(places);
    }
  }
}

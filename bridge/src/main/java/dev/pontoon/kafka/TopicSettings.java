package dev.pontoon.kafka;

import dev.pontoon.mapping.TopicLimits;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.TopicConfig;

/** Reads what Kafka says of a topic's settings. */
final class TopicSettings {
  private TopicSettings() {}

  /**
   * @param largestRecord what the client sends at most, in bytes
   */
  static TopicLimits limits(Config config, int largestRecord) {
    long largest = number(config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, 1_048_588);
    var cleanup = config.get(TopicConfig.CLEANUP_POLICY_CONFIG);
    String policy = cleanup == null ? "delete" : String.valueOf(cleanup.value());
    boolean compacted = policy.contains("compact");
    return new TopicLimits(
        (int) Math.min(largest, largestRecord),
        compacted,
        policy.contains("delete") ? number(config, TopicConfig.RETENTION_MS_CONFIG, -1) : -1,
        number(config, TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG, Long.MAX_VALUE),
        number(config, TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, Long.MAX_VALUE));
  }

  private static long number(Config config, String key, long otherwise) {
    var entry = config.get(key);
    return entry == null || entry.value() == null ? otherwise : Long.parseLong(entry.value());
  }
}

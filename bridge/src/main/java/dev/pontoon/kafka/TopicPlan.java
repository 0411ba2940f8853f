package dev.pontoon.kafka;

import dev.pontoon.config.RouteConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/**
 * A topic as a route wants it.
 *
 * @param partitions null for the broker's default
 * @param replication null for the broker's default
 * @param config only what the route says
 * @param create whether it is created when missing
 * @param wish a key of the config that is only the bridge's wish, which the cluster may refuse; a
 *     user's value is never left out; null for none
 */
record TopicPlan(
    String name,
    @Nullable Integer partitions,
    @Nullable Integer replication,
    Map<String, String> config,
    boolean create,
    @Nullable String wish) {
  private static final long DEAD_LETTER_RETENTION_MS = 30L * 24 * 3600 * 1000;

  /** What is too large for its topic must not be too large for its dead-letter topic. */
  private static final int DEAD_LETTER_BYTES = 64 << 20;

  /** Small segments are compacted sooner, which keeps the reading at the start short. */
  private static final String MEMORY_SEGMENT_BYTES = String.valueOf(16 << 20);

  TopicPlan(
      String name,
      @Nullable Integer partitions,
      @Nullable Integer replication,
      Map<String, String> config,
      boolean create) {
    this(name, partitions, replication, config, create, null);
  }

  static TopicPlan of(RouteConfig.To to) {
    Map<String, String> config = new LinkedHashMap<>();
    if (to.compact()) {
      config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
    }
    if (to.retentionMs() != null) {
      config.put(TopicConfig.RETENTION_MS_CONFIG, to.retentionMs().toString());
    }
    if (to.retentionBytes() != null) {
      config.put(TopicConfig.RETENTION_BYTES_CONFIG, to.retentionBytes().toString());
    }
    config.putAll(to.config());
    return new TopicPlan(to.name(), to.partitions(), to.replication(), config, to.create());
  }

  static TopicPlan of(RouteConfig.DeadLetter dead, RouteConfig.To to) {
    long retention = dead.retentionMs() == null ? DEAD_LETTER_RETENTION_MS : dead.retentionMs();
    Integer partitions = dead.partitions() == null ? Integer.valueOf(1) : dead.partitions();
    Integer replication = dead.replication() == null ? to.replication() : dead.replication();
    Map<String, String> config = new LinkedHashMap<>();
    config.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention));
    config.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, deadLetterBytes(to));
    String wish = TopicConfig.MAX_MESSAGE_BYTES_CONFIG;
    return new TopicPlan(dead.topic(), partitions, replication, config, to.create(), wish);
  }

  /**
   * A topic that keeps the newest value of each of its keys for ever, and is read from its start.
   */
  static TopicPlan memory(String name, int partitions) {
    Map<String, String> config =
        Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.CLEANUP_POLICY_COMPACT,
            TopicConfig.SEGMENT_BYTES_CONFIG,
            MEMORY_SEGMENT_BYTES);
    String wish = TopicConfig.SEGMENT_BYTES_CONFIG;
    return new TopicPlan(name, partitions, null, config, true, wish);
  }

  NewTopic toKafka() {
    return new NewTopic(
            name,
            Optional.ofNullable(partitions),
            Optional.ofNullable(replication).map(Integer::shortValue))
        .configs(config);
  }

  /** What is asked for, for messages. */
  String written() {
    return config.isEmpty() ? "" : " with " + new TreeMap<>(config);
  }

  /** The same for another topic. */
  TopicPlan named(String topic) {
    return new TopicPlan(topic, partitions, replication, config, create, wish);
  }

  /** The same with the cluster's own value for what is only a wish. */
  TopicPlan withoutWish() {
    Map<String, String> rest = new LinkedHashMap<>(config);
    rest.remove(wish);
    return new TopicPlan(name, partitions, replication, rest, create);
  }

  private static String deadLetterBytes(RouteConfig.To to) {
    String size = to.config().get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
    if (size == null || !size.matches("\\d{8,10}")) {
      return String.valueOf(DEAD_LETTER_BYTES);
    }
    return String.valueOf(Math.max(DEAD_LETTER_BYTES, Long.parseLong(size)));
  }
}

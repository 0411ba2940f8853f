package dev.pontoon.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/** Whether topics have the leaders and the replicas that Kafka wants before it takes a record. */
final class InSyncReplicas {
  private InSyncReplicas() {}

  /**
   * For each topic of which some partition takes no record: what is wrong. Asks for settings only
   * while a replica is away.
   *
   * @throws ExecutionException when Kafka can't be asked
   */
  static Map<String, String> shortages(Admin admin, Collection<TopicDescription> topics)
      throws ExecutionException, InterruptedException {
    Map<String, String> shortages = new HashMap<>();
    for (TopicDescription topic : topics) {
      if (topic.partitions().stream().anyMatch(InSyncReplicas::lacksReplica)) {
        String shortage = shortage(topic, minimum(admin, topic.name()));
        if (shortage != null) {
          shortages.put(topic.name(), shortage);
        }
      }
    }
    return shortages;
  }

  private static boolean lacksReplica(TopicPartitionInfo partition) {
    return hasNoLeader(partition) || partition.isr().size() < partition.replicas().size();
  }

  private static boolean hasNoLeader(TopicPartitionInfo partition) {
    return partition.leader() == null || partition.leader().isEmpty();
  }

  /** Null where every partition takes records. */
  static @Nullable String shortage(TopicDescription topic, int minimum) {
    List<TopicPartitionInfo> all = topic.partitions();
    long leaderless = all.stream().filter(InSyncReplicas::hasNoLeader).count();
    long few = all.stream().filter(it -> it.isr().size() < minimum).count();
    if (leaderless == 0 && few == 0) {
      return null;
    }
    String what =
        leaderless > 0
            ? leaderless + " of " + all.size() + " partitions have no leader"
            : few
                + " of "
                + all.size()
                + " partitions have fewer in-sync replicas than min.insync.replicas="
                + minimum;
    return "topic "
        + topic.name()
        + " takes no records, "
        + what
        + ": bring the brokers back; messages stay on the queue until then";
  }

  /** What the topic's settings ask for; 1 where they can't be read. */
  private static int minimum(Admin admin, String topic)
      throws ExecutionException, InterruptedException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try {
      Config found = admin.describeConfigs(List.of(resource)).all().get().get(resource);
      var entry = found == null ? null : found.get(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG);
      return entry == null || entry.value() == null ? 1 : Integer.parseInt(entry.value());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ApiException && !(e.getCause() instanceof RetriableException)) {
        return 1; // No right to read it, or the topic is gone: others say that.
      }
      throw e;
    }
  }
}

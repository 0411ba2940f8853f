package dev.pontoon.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeFeaturesOptions;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the cluster with which Kafka itself may lose or double what it has confirmed. They
 * are told and not changed: they are the operators' choice.
 */
final class WeakSettings {
  /** From this version on, what a producer sends too late can't get into a later transaction. */
  private static final short SAFE_TRANSACTIONS = 2;

  private static final int LIMIT_MILLIS = 4_000;

  private WeakSettings() {}

  /** Of one topic, for a cluster with so many brokers. */
  static List<String> of(String topic, Config config, int brokers) {
    List<String> all = new ArrayList<>();
    if (brokers > 1 && "1".equals(value(config, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG))) {
      all.add(
          "topic "
              + topic
              + " has min.insync.replicas=1 on "
              + brokers
              + " brokers: what Kafka has confirmed may be on one of them only, and lost with it;"
              + " set 2, with 3 replicas");
    }
    if ("true".equals(value(config, TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG))) {
      all.add(
          "topic "
              + topic
              + " has unclean.leader.election.enable=true: a broker that has missed records may"
              + " become the leader, and they are lost; set false");
    }
    return all;
  }

  private static @Nullable String value(Config config, String key) {
    var entry = config.get(key);
    return entry == null ? null : entry.value();
  }

  /** Of the cluster, for routes that deliver effectively once. */
  static List<String> ofTransactions(Admin admin) throws ExecutionException, InterruptedException {
    var options = new DescribeFeaturesOptions().timeoutMs(LIMIT_MILLIS);
    FinalizedVersionRange version = null;
    try {
      version =
          admin
              .describeFeatures(options)
              .featureMetadata()
              .get()
              .finalizedFeatures()
              .get("transaction.version");
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof UnsupportedVersionException)) {
        throw e;
      }
    }
    int level = version == null ? 0 : version.maxVersionLevel();
    return level >= SAFE_TRANSACTIONS
        ? List.of()
        : List.of(
            "Kafka's feature transaction.version is "
                + level
                + ": a record that is late may get into a later transaction of the same producer;"
                + " upgrade it to "
                + SAFE_TRANSACTIONS
                + " with kafka-features.sh upgrade --feature transaction.version="
                + SAFE_TRANSACTIONS);
  }
}

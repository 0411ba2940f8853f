package dev.pontoon.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pontoon.rig.kafka.KafkaProcess;
import dev.pontoon.rig.kafka.KafkaSetup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A Kafka of two brokers, of which the one that does not decide is killed under load. */
@Timeout(400)
class KafkaReplicasFaultIT {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final int FIRST = 1;
  private static final int SECOND = 2;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  /** Row 9: Kafka answers and takes nothing, for longer than a client by itself would wait. */
  @Test
  void tooFewReplicasAreSaidAndWaitedForAndLoseNothing() throws Exception {
    List<Line> lines = new ArrayList<>();
    try (Stage stage = Stage.of(Legacy.Kind.RABBITMQ_CLASSIC, twice(2));
        KafkaProcess second = stage.kafka().second(twice(2))) {
      for (Guarantee level : Guarantee.values()) {
        lines.add(Line.on(stage, "few-" + level, level, folder, 1));
      }
      for (Line line : lines) {
        line.bridge().start();
        line.publish(200);
        line.awaitComplete(LONG).assertWhole(200);
        line.bridge().awaitAcknowledged(200);
      }
      second.kill9();
      lines.forEach(line -> line.publish(3_000));
      lines.forEach(KafkaReplicasFaultIT::awaitHeld);
      second.start();
      for (Line line : lines) {
        line.awaitComplete(LONG).assertWhole(3_200);
        line.bridge().awaitAcknowledged(3_200);
        await().atMost(LONG).until(() -> line.bridge().get("/health/ready").startsWith("200"));
        line.balance().assertWhole(3_200);
        assertThat(line.bridge().metric("pontoon_source_reconnects_total")).isZero();
      }
    } finally {
      lines.forEach(Line::close);
    }
  }

  /**
   * Every leader dies, that of the topics, of the state and of the transactions, and gets the
   * leadership back under load; twice.
   */
  @Test
  void aKilledLeaderLosesAndDoublesNothing() throws Exception {
    List<Line> lines = new ArrayList<>();
    try (Stage stage = Stage.of(Legacy.Kind.RABBITMQ_CLASSIC, twice(1));
        KafkaProcess second = stage.kafka().second(twice(1));
        Admin admin = stage.admin()) {
      for (Guarantee level : Guarantee.values()) {
        lines.add(Line.on(stage, "leader-" + level, level, folder, 1));
      }
      for (Line line : lines) {
        line.bridge().start();
        line.publish(200);
        line.awaitComplete(LONG).assertWhole(200);
      }
      lead(admin, SECOND);
      Progress progress = new Progress(4, Duration.ofSeconds(3));
      List<CompletableFuture<?>> publishers = new ArrayList<>();
      lines.forEach(line -> publishers.add(line.publish(9_000, progress)));
      for (int i = 1; i <= 2; i++) {
        progress.strikes();
        second.kill9();
        await().atMost(LONG).until(() -> leadsAll(admin, FIRST));
        awaitStored(lines, 200 + (2 * i - 1) * 9_000 / 5);
        second.start();
        progress.strikes();
        lead(admin, SECOND);
        awaitStored(lines, 200 + 2 * i * 9_000 / 5);
      }
      publishers.forEach(CompletableFuture::join);
      for (Line line : lines) {
        line.awaitComplete(LONG).assertWhole(9_200);
        line.bridge().awaitAcknowledged(9_200);
        line.balance().assertWhole(9_200);
      }
    } finally {
      lines.forEach(Line::close);
    }
  }

  /** Everything is kept twice, the books of transactions too. */
  private static KafkaSetup twice(int inSync) {
    return KafkaSetup.fresh()
        .with("default.replication.factor", "2")
        .with("min.insync.replicas", "" + inSync)
        .with("transaction.state.log.replication.factor", "2")
        .with("transaction.state.log.min.isr", "" + inSync)
        .with("offsets.topic.replication.factor", "2");
  }

  /** Messages are in the bridge's hands, health says why, and none is acknowledged or refused. */
  private static void awaitHeld(Line line) {
    BridgeProcess bridge = line.bridge();
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> assertThat(bridge.get("/health")).contains("in-sync replicas").contains("few-"));
    assertThat(bridge.get("/health/ready")).startsWith("503");
    await()
        .during(Duration.ofSeconds(5))
        .atMost(LONG)
        .untilAsserted(
            () -> {
              assertThat(bridge.isAlive()).isTrue();
              assertThat(bridge.metric("pontoon_in_flight_messages")).isPositive();
              assertThat(bridge.metric("pontoon_messages_acknowledged_total")).isEqualTo(200);
              assertThat(bridge.metric("pontoon_messages_dead_lettered_total")).isZero();
            });
  }

  /** Moves the leadership of all partitions to that node, once it has all of their records. */
  private static void lead(Admin admin, int node) throws Exception {
    List<Integer> order = node == FIRST ? List.of(FIRST, SECOND) : List.of(SECOND, FIRST);
    Map<TopicPartition, Optional<NewPartitionReassignment>> all = new HashMap<>();
    for (TopicPartition partition : leaders(admin).keySet()) {
      all.put(partition, Optional.of(new NewPartitionReassignment(order)));
    }
    admin.alterPartitionReassignments(all).all().get();
    await()
        .atMost(LONG)
        .until(
            () -> {
              var unused = admin.electLeaders(ElectionType.PREFERRED, all.keySet()).partitions();
              return leadsAll(admin, node);
            });
  }

  private static boolean leadsAll(Admin admin, int node) throws Exception {
    return leaders(admin).values().stream().allMatch(it -> it == node);
  }

  /** The node that leads each partition, 0 for none. */
  private static Map<TopicPartition, Integer> leaders(Admin admin) throws Exception {
    Map<TopicPartition, Integer> leaders = new HashMap<>();
    var names = admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get();
    admin
        .describeTopics(names)
        .allTopicNames()
        .get()
        .forEach(
            (name, topic) -> {
              for (TopicPartitionInfo it : topic.partitions()) {
                int leader = it.leader() == null ? 0 : it.leader().id();
                leaders.put(new TopicPartition(name, it.partition()), leader);
              }
            });
    return leaders;
  }

  private static void awaitStored(List<Line> lines, int messages) {
    for (Line line : lines) {
      await().atMost(LONG).until(() -> line.balance().unique() >= messages);
    }
  }
}

package dev.pontoon.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pontoon.rig.kafka.KafkaSetup;
import dev.pontoon.rig.ledger.KafkaAudit;
import dev.pontoon.rig.ledger.Ledger;
import dev.pontoon.rig.load.Payloads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What others do to the topics of a running bridge. */
@Timeout(300)
class KafkaTopicFaultIT {
  private static final Duration LONG = Duration.ofMinutes(2);
  @AutoClose private static Stage stage;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @BeforeAll
  static void brokers() {
    stage =
        Stage.of(
            Legacy.Kind.ACTIVEMQ,
            KafkaSetup.fresh()
                .with(
                    "authorizer.class.name",
                    "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
                .with("allow.everyone.if.no.acl.found", "true"));
  }

  /** Row 11: a topic that is deleted is waited for, said, and not made again in silence. */
  @ParameterizedTest
  @EnumSource
  void aDeletedTopicIsSaidAndWaitedFor(Guarantee level) throws Exception {
    String name = "deleted-" + level;
    try (Line line = Line.on(stage, name, level, folder, 1);
        Admin admin = stage.admin()) {
      BridgeProcess bridge = line.bridge().start();
      line.publish(100);
      line.awaitComplete(LONG).assertNothingLost();
      bridge.awaitAcknowledged(100);
      admin.deleteTopics(List.of(name)).all().get();
      Ledger second = new Ledger("second", 10);
      try (Load load = stage.legacy().load(name, second, new Payloads(2, 10, 500), 2)) {
        load.publish(300);
      }
      await()
          .atMost(LONG)
          .untilAsserted(
              () ->
                  assertThat(bridge.get("/health"))
                      .contains("topic " + name + " was deleted while the bridge runs"));
      assertThat(bridge.get("/health/ready")).startsWith("503");
      assertThat(admin.listTopics().names().get()).doesNotContain(name);
      assertThat(bridge.metric("pontoon_messages_acknowledged_total")).isEqualTo(100);
      stage.topic(name, 3, Map.of());
      await().atMost(LONG).until(() -> bridge.get("/health").contains("3 partitions instead of 6"));
      admin.createPartitions(Map.of(name, NewPartitions.increaseTo(6))).all().get();
      try (KafkaAudit audit =
          KafkaAudit.committed(second, stage.kafka().directBootstrap(), name, name + ".dead")) {
        audit.awaitComplete(LONG).assertWhole(300);
      }
      await().atMost(LONG).until(() -> bridge.get("/health/ready").startsWith("200"));
      bridge.awaitAcknowledged(400);
      assertThat(bridge.log()).contains("topic was deleted and made again");
    }
  }

  /** Row 12: what the cluster forbids is waited for; nothing is wrong with the messages. */
  @ParameterizedTest
  @EnumSource
  void rightsThatAreTakenAwayAreWaitedFor(Guarantee level) throws Exception {
    String name = "rights-" + level;
    try (Line line = Line.on(stage, name, level, folder, 1);
        Admin admin = stage.admin()) {
      line.bridge().start();
      line.publish(100);
      line.awaitComplete(LONG).assertNothingLost();
      List<AclBinding> rules =
          List.of(
              acl(name, AclOperation.ALL, AclPermissionType.ALLOW),
              acl(name, AclOperation.WRITE, AclPermissionType.DENY));
      admin.createAcls(rules).all().get();
      line.publish(300);
      awaitHeld(line, 100);
      List<AclBindingFilter> filters = rules.stream().map(AclBinding::toFilter).toList();
      admin.deleteAcls(filters).all().get();
      line.awaitComplete(LONG).assertWhole(400);
    }
  }

  /** Row 57: no crash, nothing lost, nothing twice; keys move, so order is Kafka's matter. */
  @ParameterizedTest
  @EnumSource
  void morePartitionsUnderLoadLoseNothing(Guarantee level) throws Exception {
    String name = "partitions-" + level;
    try (Line line = Line.on(stage, name, level, folder, 1);
        Admin admin = stage.admin()) {
      BridgeProcess bridge = line.bridge().start();
      long begin = System.nanoTime();
      CompletableFuture<?> publisher = line.publish(6_000, () -> (System.nanoTime() - begin) / 6e9);
      await().atMost(LONG).until(() -> line.balance().unique() > 1_000);
      admin.createPartitions(Map.of(name, NewPartitions.increaseTo(12))).all().get();
      publisher.join();
      bridge.awaitAcknowledged(6_000);
      assertThat(stored(name, admin)).isGreaterThanOrEqualTo(6_000);
      assertThat(bridge.isActive()).isTrue();
      assertThat(bridge.metric("pontoon_messages_mirrored_total")).isEqualTo(6_000);
      assertThat(bridge.metric("pontoon_source_reconnects_total")).isZero();
    }
  }

  /** Sum of the ends of all partitions. */
  private static long stored(String topic, Admin admin) throws Exception {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    int partitions =
        admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions().size();
    assertThat(partitions).isEqualTo(12);
    for (int i = 0; i < partitions; i++) {
      ends.put(new TopicPartition(topic, i), OffsetSpec.latest());
    }
    return admin.listOffsets(ends).all().get().values().stream()
        .mapToLong(ListOffsetsResultInfo::offset)
        .sum();
  }

  /**
   * Messages are in the bridge's hands and none of them is stored, dead-lettered or acknowledged.
   */
  private static void awaitHeld(Line line, long acknowledged) {
    BridgeProcess bridge = line.bridge();
    await()
        .during(Duration.ofSeconds(3))
        .atMost(LONG)
        .untilAsserted(
            () -> {
              assertThat(bridge.isAlive()).isTrue();
              assertThat(bridge.metric("pontoon_messages_read_total")).isGreaterThan(acknowledged);
              assertThat(bridge.metric("pontoon_messages_acknowledged_total"))
                  .isEqualTo(acknowledged);
            });
    assertThat(line.balance().stored()).isEqualTo(acknowledged);
  }

  private static AclBinding acl(String topic, AclOperation operation, AclPermissionType type) {
    return new AclBinding(
        new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
        new AccessControlEntry("User:ANONYMOUS", "*", operation, type));
  }
}

package dev.pontoon.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ConnectionFactory;
import dev.pontoon.rig.ledger.Balance;
import dev.pontoon.rig.rabbit.RabbitNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionState;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One rare fault at a time, on one RabbitMQ and one Kafka. */
@Timeout(600)
class SingleFaultIT {
  private static final Duration LONG = Duration.ofMinutes(1);
  @AutoClose private static Stage stage;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @BeforeAll
  static void brokers() {
    stage = Stage.of(Legacy.Kind.RABBITMQ_CLASSIC);
  }

  /**
   * Row 31, and the pair that shows what level B is for: RabbitMQ keeps acknowledgements of classic
   * queues in memory for a while, and killed in the middle of the traffic it forgets them.
   */
  @ParameterizedTest
  @EnumSource
  void aKilledClassicQueueBringsBackWhatWasAcknowledged(Guarantee level) throws Exception {
    try (Line line = Line.on(stage, "pair-" + level, level, folder, 1)) {
      BridgeProcess bridge = line.bridge();
      line.publish(40_000);
      bridge.launch();
      await()
          .atMost(LONG)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> bridge.metric("pontoon_messages_acknowledged_total") > 20_000);
      stage.legacy().broker().kill9();
      bridge.kill9();
      stage.legacy().broker().start();
      bridge.start();
      line.awaitComplete(LONG);
      await()
          .atMost(LONG)
          .until(
              () ->
                  bridge.metric("pontoon_in_flight_messages") == 0
                      && bridge.metric("pontoon_messages_acknowledged_total") > 0);
      bridge.stop(LONG);
      Balance balance = line.balance();
      System.out.printf(
          "classic queue killed with the bridge: level=%s %s%n", line.level(), balance);
      balance.assertNothingLost().assertOrderPerKey();
      if (level == Guarantee.B) {
        balance.assertNoDuplicates();
      }
    }
  }

  @Test
  void aStateTopicThatForgetsIsRefused() throws Exception {
    stage.topic("forgetful.state", 16, Map.of("cleanup.policy", "delete"));
    BridgeProcess bridge =
        stage.bridge(folder.resolve("forgetful"), "forgetful", "forgetful", Guarantee.B);
    try (Line line = Line.on(stage, "forgetful", Guarantee.B, 1, bridge)) {
      line.publish(10);
      bridge.launch();
      await().atMost(LONG).until(() -> bridge.get("/health").contains("cleanup.policy=compact"));
      assertThat(bridge.metric("pontoon_messages_read_total")).isZero();
      assertThat(line.balance().stored()).isZero();
    }
  }

  /** Frozen for longer than a transaction may take: Kafka has aborted it meanwhile. */
  @Test
  void aTransactionThatTimesOutIsDoneAgainOnce() throws Exception {
    String yaml =
        stage.bridgeYaml(
            "slow",
            stage.legacyProxy().port(),
            stage.kafka().bootstrap(),
            ", transaction.timeout.ms: 2000");
    BridgeProcess bridge =
        new BridgeProcess(folder.resolve("slow"), yaml, stage.route("slow", Guarantee.B));
    try (Line line = Line.on(stage, "slow", Guarantee.B, 1, bridge)) {
      bridge.start();
      Progress progress = new Progress(3, Duration.ofSeconds(2));
      CompletableFuture<?> publisher = line.publish(20_000, progress);
      for (int i = 0; i < 3; i++) {
        long before = line.balance().unique();
        await().atMost(LONG).until(() -> line.balance().unique() > before);
        freezeInATransaction(bridge);
        await().atMost(LONG).until(() -> openTransactions() == 0);
        progress.strikes();
        bridge.thaw();
      }
      publisher.join();
      line.awaitComplete(LONG).assertWhole(20_000);
    }
  }

  private static void freezeInATransaction(BridgeProcess bridge) {
    await()
        .atMost(LONG)
        .until(
            () -> {
              bridge.freeze();
              if (openTransactions() > 0) {
                return true;
              }
              bridge.thaw();
              return false;
            });
  }

  private static long openTransactions() throws Exception {
    var open = new ListTransactionsOptions().filterStates(Set.of(TransactionState.ONGOING));
    try (Admin admin = stage.admin()) {
      return admin.listTransactions(open).all().get().size();
    }
  }

  /** Row 58: restarts and kills must not use up the deliveries that a queue allows. */
  @Test
  void startsWithoutKafkaUseUpNoDeliveries() throws Exception {
    RabbitNode node = (RabbitNode) stage.legacy().broker();
    node.ctl("set_policy", "limit", "^limited$", "{\"delivery-limit\":3}", "--apply-to", "queues");
    BridgeProcess bridge =
        stage.bridge(folder.resolve("limited"), "limited", "limited", Guarantee.A);
    try (Line line = Line.on(quorum(), "limited", Guarantee.A, 1, bridge)) {
      line.publish(200);
      stage.kafka().kill9();
      for (int i = 0; i < 5; i++) {
        bridge.launch();
        await().atMost(LONG).until(() -> bridge.get("/health").contains("could not"));
        bridge.kill9();
      }
      stage.kafka().start();
      bridge.start();
      line.awaitComplete(LONG).assertWhole(200);
    } finally {
      stage.kafka().start();
      node.ctl("clear_policy", "limit");
    }
  }

  /** Row 18: bodies count, not messages. */
  @Test
  void largeMessagesFitIntoASmallHeap() throws Exception {
    stage.legacy().declare("large");
    stage.topic("large", 1, Map.of("max.message.bytes", "8000000"));
    try (BridgeProcess bridge =
            new BridgeProcess(
                folder.resolve("large"),
                stage.bridgeYaml("large"),
                stage.route("large", Guarantee.A).replace("key: header:ledgerKey\n", ""),
                "-Xmx256m");
        var connection = connect();
        var channel = connection.createChannel()) {
      channel.confirmSelect();
      byte[] body = new byte[5 << 20];
      for (int i = 0; i < 60; i++) {
        channel.basicPublish(
            "", "large", new AMQP.BasicProperties.Builder().deliveryMode(2).build(), body);
        channel.waitForConfirmsOrDie(60_000);
      }
      bridge.start();
      await()
          .atMost(Duration.ofMinutes(2))
          .untilAsserted(
              () -> {
                assertThat(bridge.isAlive()).as(bridge::log).isTrue();
                assertThat(bridge.metric("pontoon_messages_acknowledged_total")).isEqualTo(60);
              });
      assertThat(bridge.metric("pontoon_messages_mirrored_total")).isEqualTo(60);
    }
  }

  private static com.rabbitmq.client.Connection connect() throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(((RabbitNode) stage.legacy().broker()).amqpUri());
    return factory.newConnection("test");
  }

  /** The same brokers, with quorum queues. */
  private static Stage quorum() {
    RabbitNode node = (RabbitNode) stage.legacy().broker();
    return new Stage(
        Legacy.Kind.RABBITMQ_QUORUM,
        new Legacy.Rabbit(node, "quorum"),
        stage.legacyProxy(),
        stage.kafka(),
        stage.kafkaProxy());
  }
}

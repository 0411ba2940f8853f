package dev.pontoon.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.pontoon.rig.ledger.Balance;
import dev.pontoon.rig.rabbit.RabbitNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to RabbitMQ once in years, one thing at a time. */
@Timeout(300)
class RabbitRareFaultIT {
  private static final Duration LONG = Duration.ofMinutes(2);
  @AutoClose private static Stage stage;
  private static RabbitNode node;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @BeforeAll
  static void brokers() {
    stage = Stage.of(Legacy.Kind.RABBITMQ_CLASSIC);
    node = (RabbitNode) stage.legacy().broker();
  }

  /** Row 8: RabbitMQ closes the channel of a consumer that does not acknowledge for too long. */
  @ParameterizedTest
  @EnumSource
  void anOutageLongerThanTheConsumerTimeoutLosesAndDoublesNothing(Guarantee level)
      throws Exception {
    node.ctl(
        "eval",
        setting("consumer_timeout", 3_000) + ", " + setting("channel_tick_interval", 1_000) + ".");
    try (Line line = Line.on(stage, "timeout-" + level, level, folder, 1)) {
      BridgeProcess bridge = line.bridge().start();
      line.publish(100);
      line.awaitComplete(LONG).assertNothingLost();
      stage.kafkaProxy().blackHole();
      line.publish(500);
      await()
          .atMost(LONG)
          .until(() -> !node.ctl("-q", "list_consumers").contains("timeout-" + level));
      stage.kafkaProxy().pass();
      line.awaitComplete(LONG).assertWhole(600);
      await()
          .atMost(LONG)
          .until(() -> bridge.isActive() && bridge.log().contains("PRECONDITION_FAILED"));
      awaitEmpty(line);
      line.balance().assertWhole(600);
    } finally {
      stage.kafkaProxy().pass();
      node.ctl("eval", setting("consumer_timeout", 1_800_000) + ".");
    }
  }

  /** Row 14: the alarm blocks who publishes; the bridge only reads. */
  @Test
  void aMemoryAlarmDoesNotStopTheReading() throws Exception {
    try (Line line = Line.on(stage, "alarm", Guarantee.A, folder, 1)) {
      line.publish(2_000);
      try (RabbitNode.Alarm alarm = node.memoryAlarm()) {
        assertThat(alarm).isNotNull();
        line.bridge().start();
        line.awaitComplete(LONG).assertWhole(2_000);
        awaitEmpty(line);
      }
    }
  }

  /** Row 17: more than the 64 MiB that a RabbitMQ client takes by itself. */
  @Test
  void aBodyOfMoreThan64MiBIsTaken() throws Exception {
    Path claims = folder.resolve("claims");
    String yaml = stage.bridgeYaml("huge") + "claim-check: { folder: \"" + claims + "\" }\n";
    String route = stage.route("huge", Guarantee.A).replace("key: header:ledgerKey\n", "");
    stage.legacy().declare("huge");
    stage.topic("huge", 1, Map.of());
    byte[] body = new byte[70 << 20];
    try (BridgeProcess bridge =
            new BridgeProcess(
                folder.resolve("huge"), yaml, route + "oversize: claim-check\n", "-Xmx1g");
        Connection connection = connect();
        Channel channel = connection.createChannel()) {
      channel.confirmSelect();
      channel.basicPublish("", "huge", null, body);
      channel.waitForConfirmsOrDie(60_000);
      bridge.start();
      bridge.awaitAcknowledged(1);
      assertThat(bridge.metric("pontoon_messages_mirrored_total")).isEqualTo(1);
      try (Stream<Path> files = Files.walk(claims)) {
        assertThat(files.filter(Files::isRegularFile).map(file -> file.toFile().length()))
            .contains((long) body.length);
      }
    }
  }

  /** Row 37: the process of a queue dies under load and is started again by RabbitMQ. */
  @ParameterizedTest
  @EnumSource
  void aCrashOfTheQueueIsGotOver(Guarantee level) throws Exception {
    String name = "crash-" + level;
    try (Line line = Line.on(stage, name, level, folder, 1)) {
      line.bridge().start();
      Progress progress = new Progress(2, Duration.ofSeconds(2));
      CompletableFuture<?> publisher = line.publish(6_000, progress);
      for (int i = 0; i < 2; i++) {
        long before = line.balance().unique();
        await().atMost(LONG).until(() -> line.balance().unique() > before);
        node.ctl(
            "eval",
            "{ok, Q} = rabbit_amqqueue:lookup(rabbit_misc:r(<<\"/\">>, queue, <<\""
                + name
                + "\">>)), exit(amqqueue:get_pid(Q), kill).");
        progress.strikes();
      }
      publisher.join();
      Balance balance = line.awaitComplete(LONG);
      balance.assertWhole(6_000);
      assertThat(line.bridge().metric("pontoon_source_reconnects_total")).isPositive();
      awaitEmpty(line);
    }
  }

  /** Row 38: what is in flight is the bridge's; the rest goes, and acknowledgements do no harm. */
  @ParameterizedTest
  @ValueSource(strings = {"purged", "expired"})
  void aQueueThatIsEmptiedKeepsWhatIsInFlight(String how) throws Exception {
    try (Line line = Line.on(stage, how, Guarantee.A, folder, 1);
        Connection connection = connect();
        Channel channel = connection.createChannel()) {
      BridgeProcess bridge = line.bridge().start();
      line.publish(100);
      bridge.awaitAcknowledged(100);
      node.ctl("set_policy", "ttl", "^expired$", "{\"message-ttl\":10000}", "--apply-to", "queues");
      stage.kafkaProxy().blackHole();
      line.publish(3_000);
      await().atMost(LONG).until(() -> bridge.metric("pontoon_in_flight_messages") == 2_000);
      if (how.equals("purged")) {
        assertThat(channel.queuePurge(how).getMessageCount()).isEqualTo(1_000);
      }
      await().atMost(LONG).until(() -> channel.messageCount(how) == 0);
      stage.kafkaProxy().pass();
      await().atMost(LONG).until(() -> line.balance().unique() == 2_100);
      bridge.awaitAcknowledged(2_100);
      line.publish(100);
      await().atMost(LONG).until(() -> line.balance().unique() == 2_200);
      bridge.awaitAcknowledged(2_200);
      line.balance().assertNoDuplicates().assertNoDeadLetters();
      assertThat(line.balance().lost()).isEqualTo(1_000);
      assertThat(bridge.metric("pontoon_source_reconnects_total")).isZero();
    } finally {
      stage.kafkaProxy().pass();
      node.ctl("clear_policy", "ttl");
    }
  }

  /** Row 55: the name of a broker means another machine from now on. */
  @Test
  void aNameThatMovesIsFoundWithoutARestart() throws Exception {
    Path hosts = Files.writeString(folder.resolve("hosts"), names("127.0.0.9"));
    String yaml =
        stage
            .bridgeYaml("moved")
            .replace("@127.0.0.1:", "@legacy.test:")
            .replace("servers: \"127.0.0.1:", "servers: \"kafka.test:");
    BridgeProcess bridge =
        new BridgeProcess(
            folder.resolve("moved"),
            yaml,
            stage.route("moved", Guarantee.B),
            "-Djdk.net.hosts.file=" + hosts,
            // Java remembers a name for 30 s by itself.
            "-Dsun.net.inetaddr.ttl=1");
    try (Line line = Line.on(stage, "moved", Guarantee.B, 1, bridge)) {
      line.publish(200);
      bridge.launch();
      await().atMost(LONG).until(() -> bridge.get("/health").contains("could not"));
      Files.writeString(hosts, names("127.0.0.1"));
      line.awaitComplete(LONG).assertWhole(200);
    }
  }

  private static String names(String address) {
    return address + " legacy.test\n" + address + " kafka.test\n127.0.0.1 localhost\n";
  }

  private static String setting(String name, int value) {
    return "application:set_env(rabbit, " + name + ", " + value + ")";
  }

  private static void awaitEmpty(Line line) {
    await().atMost(LONG).until(() -> line.bridge().metric("pontoon_in_flight_messages") == 0);
  }

  private static Connection connect() throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(node.amqpUri());
    return factory.newConnection("test");
  }
}

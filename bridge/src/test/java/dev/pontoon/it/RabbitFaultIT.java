package dev.pontoon.it;

import static dev.pontoon.it.RabbitSite.awaitLedgerCloses;
import static dev.pontoon.it.RabbitSite.awaitReady;
import static dev.pontoon.it.RabbitSite.count;
import static dev.pontoon.it.RabbitSite.get;
import static dev.pontoon.it.RabbitSite.queueRoute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pontoon.rig.fault.Seed;
import dev.pontoon.rig.kafka.KafkaProcess;
import dev.pontoon.rig.ledger.Ledger;
import dev.pontoon.rig.load.Payloads;
import dev.pontoon.rig.load.RabbitLoad;
import dev.pontoon.rig.rabbit.RabbitInstall;
import dev.pontoon.rig.rabbit.RabbitNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From RabbitMQ to Kafka while one of the two goes away. */
@Timeout(120)
class RabbitFaultIT {
  private static RabbitNode node;
  private static KafkaProcess kafka;
  private static RabbitSite site;

  @TempDir Path folder;

  @BeforeAll
  static void brokers() {
    Assumptions.assumeTrue(RabbitNode.installed(), RabbitInstall.missing());
    kafka = KafkaProcess.started();
    node = RabbitNode.started();
    site = new RabbitSite(node.amqpUri(), kafka);
  }

  @AfterAll
  static void end() {
    if (node != null) {
      node.close();
      kafka.close();
    }
  }

  @Test
  void rabbitMqGoesAwayInTheMiddle() throws Exception {
    long seed = Seed.printed("rabbitMqGoesAwayInTheMiddle");
    site.queue("restart");
    Ledger ledger = new Ledger("restart", 50);
    try (YamlBridge bridge = YamlBridge.started(folder, site.config(), queueRoute("restart"))) {
      awaitReady(bridge, "restart");
      CompletableFuture<Void> load = load("restart", ledger, seed, 12_000);
      await().until(() -> count(bridge, "restart", "mirrored") > 1_000);
      node.closeAllConnections();
      await().until(() -> bridge.count("pontoon.source.reconnects", "restart") >= 1);
      node.stopApp();
      await().until(() -> get(bridge, "/health/ready").statusCode() == 503);
      assertThat(get(bridge, "/health/ready").body()).contains("could not connect");
      assertThat(get(bridge, "/").body())
          .contains(
              "1 of 1 route needs attention", "could not connect", "it is tried again within");
      assertThat(get(bridge, "/health/live").statusCode()).isEqualTo(200);
      node.startApp();
      load.join();
      site.balance(ledger, "restart")
          .assertNothingLost()
          .assertNoDuplicates()
          .assertOrderPerKey()
          .assertNoDeadLetters();
      awaitReady(bridge, "restart");
      awaitLedgerCloses(bridge, "restart");
    }
  }

  /** Those that docs/operations/running.md names, also for binding again and again. */
  @Test
  void itNeedsNoOtherRightsThanThoseInTheDocs() {
    node.ctl("add_user", "bridge", "secret");
    String own = "^pontoon\\.rights(\\.late)?$";
    String write = "^(pontoon\\.rights|amq\\.default)$";
    node.ctl(
        "set_permissions", "bridge", own, write, "^(pontoon\\.rights(\\.late)?|rights|plain)$");
    site.rabbit(channel -> channel.exchangeDeclare("rights", "fanout", true));
    site.queue("plain");
    String config = site.config().replace("guest:guest@", "bridge:secret@");
    String exchange =
        """
        id: rights
        from: { rabbitmq: { exchange: rights } }
        to: { topic: rights.v1 }
        """;
    try (YamlBridge bridge = YamlBridge.started(folder, config, exchange, queueRoute("plain"))) {
      awaitReady(bridge, "rights");
      awaitReady(bridge, "plain");
      assertThat(bridge.bridge().statuses()).allMatch(status -> status.notices().isEmpty());
      site.rabbit(channel -> channel.exchangeDelete("rights"));
      RabbitSite.awaitSourceSays(bridge, "rights", "exchange rights was deleted");
      site.rabbit(channel -> channel.exchangeDeclare("rights", "fanout", true));
      awaitReady(bridge, "rights");
      for (String name : new String[] {"rights", "plain"}) {
        Ledger ledger = new Ledger(name, 5);
        String to = name.equals("rights") ? name : "";
        try (RabbitLoad load = site.load(to, name, ledger, Payloads.of(1, 50), 1)) {
          load.publish(100);
        }
        site.balance(ledger, name).assertNothingLost().assertNoDuplicates();
        awaitLedgerCloses(bridge, name);
      }
    }
  }

  @Test
  void kafkaGoesAwayInTheMiddle() throws Exception {
    long seed = Seed.printed("kafkaGoesAwayInTheMiddle");
    site.queue("away");
    Ledger ledger = new Ledger("away", 50);
    try (YamlBridge bridge = YamlBridge.started(folder, site.config(), queueRoute("away"))) {
      awaitReady(bridge, "away");
      CompletableFuture<Void> load = load("away", ledger, seed, 12_000);
      await().until(() -> count(bridge, "away", "mirrored") > 1_000);
      kafka.stop();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> get(bridge, "/health/ready").statusCode() == 503);
      assertThat(get(bridge, "/health/ready").body()).contains("\"kafka\"");
      node.closeAllConnections();
      load.join();
      kafka.start();
      site.balance(ledger, "away")
          .assertNothingLost()
          .assertNoDuplicates()
          .assertOrderPerKey()
          .assertNoDeadLetters();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> get(bridge, "/health/ready").statusCode() == 200);
      awaitLedgerCloses(bridge, "away");
    }
  }

  private static CompletableFuture<Void> load(String queue, Ledger ledger, long seed, int count) {
    return CompletableFuture.runAsync(
        () -> site.publish(queue, ledger, Payloads.of(seed, 500), seed, count));
  }
}

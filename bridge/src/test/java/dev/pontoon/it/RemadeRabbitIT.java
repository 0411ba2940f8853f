package dev.pontoon.it;

import static dev.pontoon.it.RabbitSite.awaitLedgerCloses;
import static dev.pontoon.it.RabbitSite.awaitReady;
import static dev.pontoon.it.RabbitSite.awaitSourceSays;
import static dev.pontoon.it.RabbitSite.count;
import static dev.pontoon.it.RabbitSite.now;
import static dev.pontoon.it.RabbitSite.queueRoute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import dev.pontoon.observe.RouteStatus.Source;
import dev.pontoon.rig.ledger.Balance;
import dev.pontoon.rig.ledger.Ledger;
import dev.pontoon.rig.load.Payloads;
import dev.pontoon.rig.load.RabbitLoad;
import dev.pontoon.rig.rabbit.TestRabbit;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Exchanges and queues that somebody deletes and makes again under a running bridge. */
@Timeout(120)
class RemadeRabbitIT {
  private static final Duration LONG = Duration.ofSeconds(30);

  private static RabbitSite site;

  @TempDir Path folder;

  @BeforeAll
  static void brokers() {
    Assumptions.assumeTrue(TestRabbit.shared().isRealRabbit(), "needs RabbitMQ itself");
    site = RabbitSite.started();
  }

  @AfterAll
  static void end() {
    if (site != null) {
      site.close();
    }
  }

  private static String exchangeRoute(String name) {
    return """
    id: %1$s
    from: { rabbitmq: { exchange: %1$s, bind: ["a.#", "b.#"] } }
    to: { topic: %1$s.v1, partitions: 3 }
    key: header:ledgerKey
    otherwise: none
    """
        .formatted(name);
  }

  private static void make(String exchange) {
    site.rabbit(channel -> channel.exchangeDeclare(exchange, "topic", true));
  }

  private static void delete(String exchange) {
    site.rabbit(channel -> channel.exchangeDelete(exchange));
  }

  private static long gaps(YamlBridge bridge, String route) {
    return bridge.count("pontoon.source.gaps", route);
  }

  @Test
  void anExchangeThatIsDeletedIsSaidAndBoundAgainWhenItIsBack() {
    make("remade");
    try (YamlBridge bridge = YamlBridge.started(folder, site.config(), exchangeRoute("remade"))) {
      awaitReady(bridge, "remade");
      Ledger ledger = new Ledger("remade", 5);
      publish(ledger, 100);
      delete("remade");
      awaitSourceSays(bridge, "remade", "exchange remade was deleted");
      assertThat(now(bridge, "remade").source()).isEqualTo(Source.INCOMPLETE);
      assertThat(now(bridge, "remade").healthy()).isFalse();
      assertThat(gaps(bridge, "remade")).isZero();
      make("remade");
      awaitReady(bridge, "remade");
      assertThat(gaps(bridge, "remade")).isEqualTo(1);
      publish(ledger, 100);
      Balance balance = site.balance(ledger, "remade");
      balance.assertNothingLost().assertNoDuplicates().assertNoDeadLetters();
      assertThat(balance.stored()).isEqualTo(200);
      // The reader was never disturbed.
      assertThat(bridge.count("pontoon.source.reconnects", "remade")).isZero();
      awaitLedgerCloses(bridge, "remade");
    }
  }

  private static void publish(Ledger ledger, int count) {
    try (RabbitLoad load = site.load("remade", "b.c", ledger, Payloads.of(1, 50), 1)) {
      load.publish(count);
    }
  }

  /** Nothing tells that it was gone for a moment; but soon messages come again. */
  @Test
  void anExchangeThatIsMadeAgainAtOnceIsBoundAgain() {
    make("quick");
    try (YamlBridge bridge = YamlBridge.started(folder, site.config(), exchangeRoute("quick"))) {
      awaitReady(bridge, "quick");
      delete("quick");
      make("quick");
      await()
          .atMost(LONG)
          .until(
              () -> {
                site.rabbit(channel -> send(channel, "quick", "a"));
                return count(bridge, "quick", "mirrored") > 0;
              });
      assertThat(bridge.count("pontoon.source.reconnects", "quick")).isZero();
    }
  }

  /** It was missing when the bridge came back from a loss of its connection. */
  @Test
  void anExchangeThatIsMissingAfterAReconnectIsBoundAndCounted() {
    make("both");
    try (YamlBridge bridge = YamlBridge.started(folder, site.config(), exchangeRoute("both"))) {
      awaitReady(bridge, "both");
      delete("both");
      site.rabbit(channel -> channel.queueDelete("pontoon.both"));
      awaitSourceSays(bridge, "both", "exchange both does not exist");
      make("both");
      awaitReady(bridge, "both");
      assertThat(gaps(bridge, "both")).isEqualTo(1);
    }
  }

  @Test
  void aQueueThatIsMadeAgainAtOnceIsReadAgain() {
    site.queue("swapped");
    try (YamlBridge bridge = YamlBridge.started(folder, site.config(), queueRoute("swapped"))) {
      awaitReady(bridge, "swapped");
      site.rabbit(
          channel -> {
            channel.queueDelete("swapped");
            return channel.queueDeclare("swapped", true, false, false, null);
          });
      Ledger ledger = new Ledger("swapped", 5);
      site.publish("swapped", ledger, Payloads.of(1, 50), 1, 100);
      Balance balance = site.balance(ledger, "swapped");
      balance.assertNothingLost().assertNoDuplicates();
      assertThat(balance.stored()).isEqualTo(100);
      awaitReady(bridge, "swapped");
    }
  }

  private static boolean send(Channel channel, String exchange, String routingKey)
      throws Exception {
    channel.confirmSelect();
    channel.basicPublish(exchange, routingKey, null, "x".getBytes(StandardCharsets.UTF_8));
    return channel.waitForConfirms();
  }
}

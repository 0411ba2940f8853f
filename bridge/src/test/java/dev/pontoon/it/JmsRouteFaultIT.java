package dev.pontoon.it;

import static dev.pontoon.it.RabbitSite.awaitLedgerCloses;
import static dev.pontoon.it.RabbitSite.awaitReady;
import static dev.pontoon.it.RabbitSite.count;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pontoon.it.JmsSite.Client;
import dev.pontoon.rig.fault.Seed;
import dev.pontoon.rig.ledger.Balance;
import dev.pontoon.rig.ledger.Ledger;
import dev.pontoon.rig.load.Payloads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Five routes from two JMS brokers at both levels, under load, while everything around them goes
 * and comes back once: Kafka, the JMS brokers, the bridge itself.
 */
@Timeout(240)
class JmsRouteFaultIT {
  private static final int STEP = 5_000;
  private static final int SOME = 300;
  private static final int LARGEST = 4 * 1024;
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration KAFKA_AWAY = Duration.ofSeconds(10);

  @TempDir Path folder;

  /** One of the routes, with its load. */
  private record Line(Client client, String delivery, Ledger ledger) {
    Line(Client client, String delivery) {
      this(client, delivery, new Ledger(client + "-" + delivery, 300));
    }

    String id() {
      return client + "-" + delivery;
    }

    String yaml() {
      return JmsSite.route(client, id(), "delivery: " + delivery);
    }

    CompletableFuture<Void> load(JmsSite site, long seed) {
      Payloads payloads = new Payloads(seed, 10, LARGEST);
      return CompletableFuture.runAsync(
          () -> site.publish(client, id(), ledger, payloads, seed, STEP));
    }
  }

  @Test
  void aStopOfEachPartLosesNothingAndDoublesNothing() {
    long seed = Seed.printed("aStopOfEachPartLosesNothingAndDoublesNothing");
    List<Line> lines =
        List.of(
            new Line(Client.CLASSIC, "at-least-once"),
            new Line(Client.ARTEMIS, "at-least-once"),
            new Line(Client.AMQP, "at-least-once"),
            new Line(Client.CLASSIC, "effectively-once"),
            new Line(Client.ARTEMIS, "effectively-once"));
    try (JmsSite site = JmsSite.started()) {
      CompletableFuture<Void> load;
      try (YamlBridge bridge = bridge(site, lines)) {
        load = load(site, lines, seed);
        awaitMirrored(bridge, lines, SOME);
        stopKafka(site, bridge, lines);
        load.join();
        load = load(site, lines, seed + 1);
        awaitMirrored(bridge, lines, STEP + SOME);
        site.classic().restart();
        site.artemis().restart();
        lines.forEach(line -> awaitReady(bridge, line.id()));
        load.join();
        load = load(site, lines, seed + 2);
        awaitMirrored(bridge, lines, 2 * STEP + SOME);
      }
      try (YamlBridge bridge = bridge(site, lines)) {
        load.join();
        load(site, lines, seed + 3).join();
        lines.forEach(line -> assertAllThere(site, bridge, line));
      }
    }
  }

  private YamlBridge bridge(JmsSite site, List<Line> lines) {
    String[] routes = lines.stream().map(Line::yaml).toArray(String[]::new);
    return YamlBridge.started(folder, site.config(), routes);
  }

  /** So many messages for each queue, all queues at the same time. */
  private static CompletableFuture<Void> load(JmsSite site, List<Line> lines, long seed) {
    return CompletableFuture.allOf(
        lines.stream().map(line -> line.load(site, seed)).toArray(CompletableFuture<?>[]::new));
  }

  private static void stopKafka(JmsSite site, YamlBridge bridge, List<Line> lines) {
    site.kafka().stop();
    await()
        .atMost(LONG)
        .during(KAFKA_AWAY)
        .until(() -> lines.stream().noneMatch(l -> RabbitSite.now(bridge, l.id()).ready()));
    site.kafka().start();
    lines.forEach(line -> awaitReady(bridge, line.id()));
    lines.forEach(
        line -> assertThat(count(bridge, line.id(), "dead.lettered")).as(line.id()).isZero());
  }

  private static void awaitMirrored(YamlBridge bridge, List<Line> lines, long count) {
    await()
        .atMost(LONG)
        .until(() -> lines.stream().allMatch(line -> count(bridge, line.id(), "mirrored") > count));
  }

  private static void assertAllThere(JmsSite site, YamlBridge bridge, Line line) {
    Balance balance = site.balance(line.ledger(), line.id());
    balance.assertNothingLost().assertNoDuplicates().assertOrderPerKey().assertNoDeadLetters();
    assertThat(balance.unique()).as(line.id()).isEqualTo(4 * STEP);
    site.awaitEmpty(line.client(), line.id());
    awaitLedgerCloses(bridge, line.id());
  }
}

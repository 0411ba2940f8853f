package dev.pontoon.it;

import static dev.pontoon.it.RabbitSite.awaitLedgerCloses;
import static dev.pontoon.it.RabbitSite.awaitReady;
import static dev.pontoon.it.RabbitSite.count;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pontoon.it.JmsSite.Client;
import dev.pontoon.observe.RouteStatus;
import dev.pontoon.rig.fault.Seed;
import dev.pontoon.rig.ledger.Ledger;
import dev.pontoon.rig.load.Payloads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Five routes from two JMS brokers at both levels, under load, while everything around them goes
 * and comes back once: Kafka, the JMS brokers, the bridge itself.
 */
@Timeout(240)
class JmsRouteFaultIT {
  private static final int MESSAGES = 20_000;
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
          () -> site.publish(client, id(), ledger, payloads, seed, MESSAGES));
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
      List<CompletableFuture<Void>> loads = lines.stream().map(l -> l.load(site, seed)).toList();
      try (YamlBridge bridge = bridge(site, lines)) {
        stopKafka(site, bridge, lines);
        restartBrokers(site, bridge, lines);
      }
      try (YamlBridge bridge = bridge(site, lines)) {
        loads.forEach(CompletableFuture::join);
        lines.forEach(line -> assertAllThere(site, bridge, line));
      }
    }
  }

  private YamlBridge bridge(JmsSite site, List<Line> lines) {
    String[] routes = lines.stream().map(Line::yaml).toArray(String[]::new);
    YamlBridge bridge = YamlBridge.started(folder, site.config(), routes);
    awaitMirrored(bridge, lines, 500);
    return bridge;
  }

  private static void stopKafka(JmsSite site, YamlBridge bridge, List<Line> lines) {
    site.kafka().stop();
    await()
        .atMost(LONG)
        .during(KAFKA_AWAY)
        .until(() -> now(bridge, lines).noneMatch(s -> s.ready()));
    site.kafka().start();
    lines.forEach(line -> awaitReady(bridge, line.id()));
    lines.forEach(
        line -> assertThat(count(bridge, line.id(), "dead.lettered")).as(line.id()).isZero());
    awaitMirrored(bridge, lines, 2_000);
  }

  private static void restartBrokers(JmsSite site, YamlBridge bridge, List<Line> lines) {
    site.classic().restart();
    site.artemis().restart();
    lines.forEach(line -> awaitReady(bridge, line.id()));
    awaitMirrored(bridge, lines, 4_000);
  }

  private static void awaitMirrored(YamlBridge bridge, List<Line> lines, long count) {
    await()
        .atMost(LONG)
        .until(() -> lines.stream().allMatch(line -> count(bridge, line.id(), "mirrored") > count));
  }

  private static Stream<RouteStatus.Snapshot> now(YamlBridge bridge, List<Line> lines) {
    return lines.stream().map(line -> RabbitSite.now(bridge, line.id()));
  }

  private static void assertAllThere(JmsSite site, YamlBridge bridge, Line line) {
    site.balance(line.ledger(), line.id())
        .assertNothingLost()
        .assertNoDuplicates()
        .assertOrderPerKey()
        .assertNoDeadLetters();
    site.awaitEmpty(line.client(), line.id());
    awaitLedgerCloses(bridge, line.id());
  }
}

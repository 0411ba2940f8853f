package dev.pontoon.it;

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
import dev.pontoon.rig.rabbit.TestRabbit;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a route says and does while Kafka is away. */
@Timeout(120)
class KafkaAwayFaultIT {
  private static KafkaProcess kafka;
  private static RabbitSite site;

  @TempDir Path folder;

  @BeforeAll
  static void brokers() {
    kafka = KafkaProcess.started();
    site = new RabbitSite(TestRabbit.shared().freshUri(), kafka);
  }

  @AfterAll
  static void end() {
    kafka.close();
  }

  @Test
  void stoppingWhileKafkaIsAwayEndsInTimeAndLosesNothing() {
    long seed = Seed.printed("stoppingWhileKafkaIsAwayEndsInTimeAndLosesNothing");
    site.queue("stop");
    Ledger ledger = new Ledger("stop", 10);
    YamlBridge bridge =
        YamlBridge.started(folder, site.config("stop-timeout: 3s"), queueRoute("stop"));
    try (bridge) {
      awaitReady(bridge, "stop");
      site.publish("stop", ledger, Payloads.of(seed, 200), seed, 500);
      await().until(() -> count(bridge, "stop", "acknowledged") == 500);
      kafka.stop();
      site.publish("stop", ledger, Payloads.of(seed, 200), seed, 500);
      await().until(() -> count(bridge, "stop", "read") > 500);
      long before = System.nanoTime();
      bridge.close();
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(12));
    } finally {
      kafka.start();
    }
    await().until(() -> site.depth("stop") == 500);
    try (YamlBridge again = YamlBridge.started(folder, site.config(), queueRoute("stop"))) {
      awaitReady(again, "stop");
      site.balance(ledger, "stop").assertNothingLost().assertNoDuplicates().assertOrderPerKey();
    }
  }

  @Test
  void theHealthOfAnIdleRouteIsTrueAndMetricsAreReadable() throws Exception {
    site.queue("idle");
    try (YamlBridge bridge = YamlBridge.started(folder, site.config(), queueRoute("idle"))) {
      awaitReady(bridge, "idle");
      assertThat(get(bridge, "/health/ready").statusCode()).isEqualTo(200);
      assertThat(get(bridge, "/metrics").body().lines())
          .contains("pontoon_route_ready{route=\"idle\"} 1.0")
          .allMatch(line -> line.startsWith("#") || line.matches("[a-z_]+(\\{[^}]*})? \\S+"));
      kafka.stop();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> get(bridge, "/health/ready").statusCode() == 503);
      kafka.start();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> get(bridge, "/health/ready").statusCode() == 200);
    } finally {
      kafka.start();
    }
  }
}

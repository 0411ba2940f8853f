package dev.pontoon.it;

import static dev.pontoon.it.RabbitSite.awaitLedgerCloses;
import static dev.pontoon.it.RabbitSite.awaitReady;
import static dev.pontoon.it.RabbitSite.count;
import static dev.pontoon.it.RabbitSite.get;
import static dev.pontoon.it.RabbitSite.queueRoute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import dev.pontoon.rig.fault.Seed;
import dev.pontoon.rig.kafka.KafkaProcess;
import dev.pontoon.rig.ledger.Ledger;
import dev.pontoon.rig.load.Payloads;
import dev.pontoon.rig.rabbit.TestRabbit;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  /** Nothing can be asked about it: the line waits, says so, and goes on. */
  @ParameterizedTest
  @ValueSource(strings = {"at-least-once", "effectively-once"})
  void aTopicThatIsNewWhileKafkaIsAwayIsMadeWhenItIsBack(String delivery) {
    String id = "new-" + delivery;
    site.rabbit(channel -> channel.exchangeDeclare(id, "topic", true));
    String route =
        """
        id: %1$s
        from: { rabbitmq: { exchange: %1$s } }
        to: { topic: "%1$s.{routing-key}", partitions: 1 }
        delivery: %2$s
        """
            .formatted(id, delivery);
    try (YamlBridge bridge = YamlBridge.started(folder, site.config(), route)) {
      awaitReady(bridge, id);
      publish(id, "old", "a1");
      await().until(() -> count(bridge, id, "acknowledged") == 1);
      kafka.stop();
      publish(id, "young", "b1");
      publish(id, "young", "b2");
      await()
          .atMost(Duration.ofSeconds(40))
          .until(
              () ->
                  String.valueOf(RabbitSite.now(bridge, id).sinkTrouble())
                      .contains("topic " + id + ".young"));
      assertThat(count(bridge, id, "dead.lettered")).isZero();
      kafka.start();
      await().atMost(Duration.ofSeconds(60)).until(() -> count(bridge, id, "acknowledged") == 3);
      awaitLedgerCloses(bridge, id);
      assertThat(count(bridge, id, "mirrored")).isEqualTo(3);
    } finally {
      kafka.start();
    }
    assertThat(Topic.read(kafka, id + ".young", 2))
        .extracting(Topic::text)
        .containsExactly("b1", "b2");
  }

  private static void publish(String exchange, String routingKey, String text) {
    AMQP.BasicProperties properties =
        new AMQP.BasicProperties.Builder().messageId(text).deliveryMode(2).build();
    site.rabbit(
        channel -> {
          channel.confirmSelect();
          channel.basicPublish(
              exchange, routingKey, properties, text.getBytes(StandardCharsets.UTF_8));
          return channel.waitForConfirms(20_000);
        });
  }
}

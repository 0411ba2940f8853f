package dev.pontoon.it;

import static dev.pontoon.it.RabbitSite.awaitReady;
import static dev.pontoon.it.RabbitSite.count;
import static dev.pontoon.it.RabbitSite.queueRoute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.pontoon.observe.RouteStatus;
import dev.pontoon.rig.kafka.EmbeddedKafka;
import dev.pontoon.rig.ledger.Ledger;
import dev.pontoon.rig.load.Payloads;
import dev.pontoon.rig.rabbit.TestRabbit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A queue has one reader at a time, whether or not its broker heeds the word exclusive. */
@Timeout(120)
class OneReaderIT {
  private static final int HELD = 100;

  private static RabbitSite site;

  @TempDir Path folder;

  /** What a queue may be; the arguments it is declared with. */
  enum Kind {
    CLASSIC(Map.of()),
    CLASSIC_SINGLE_ACTIVE(Map.of("x-single-active-consumer", true)),
    QUORUM(Map.of("x-queue-type", "quorum")),
    QUORUM_SINGLE_ACTIVE(Map.of("x-queue-type", "quorum", "x-single-active-consumer", true));

    private final Map<String, Object> arguments;

    Kind(Map<String, Object> arguments) {
      this.arguments = arguments;
    }

    /** Makes a queue; returns its name. */
    String declared(String test) {
      Assumptions.assumeTrue(
          this == CLASSIC || TestRabbit.shared().isRealRabbit(), "needs a real RabbitMQ");
      String name = test + "-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
      site.rabbit(channel -> channel.queueDeclare(name, true, false, false, arguments));
      return name;
    }
  }

  @BeforeAll
  static void brokers() {
    site = new RabbitSite(TestRabbit.shared().freshUri(), EmbeddedKafka.started());
  }

  @AfterAll
  static void end() {
    site.kafka().close();
  }

  @ParameterizedTest
  @EnumSource
  void ofTwoBridgesOneReadsAndTheOtherTakesOver(Kind kind) {
    String queue = kind.declared("pair");
    Ledger ledger = new Ledger(queue, 20);
    YamlBridge first = YamlBridge.started(folder.resolve("1"), site.config(), queueRoute(queue));
    try (first) {
      awaitReady(first, queue);
      try (YamlBridge second =
          YamlBridge.started(folder.resolve("2"), site.config(), queueRoute(queue))) {
        awaitStandby(second, queue);
        assertThat(RabbitSite.now(second, queue).healthy()).isTrue();
        site.publish(queue, ledger, Payloads.of(1, 100), 1, 1_000);
        assertThat(count(second, queue, "read")).isZero();
        CompletableFuture<Void> more =
            CompletableFuture.runAsync(
                () -> site.publish(queue, ledger, Payloads.of(1, 100), 2, 3_000));
        first.close();
        more.join();
        awaitReady(second, queue);
        site.balance(ledger, queue).assertNothingLost().assertNoDuplicates().assertOrderPerKey();
      }
    }
  }

  /** Or what it holds would come back behind what was read meanwhile. */
  @ParameterizedTest
  @EnumSource
  void whatAnotherReaderHoldsIsWaitedFor(Kind kind) throws Exception {
    String queue = kind.declared("held");
    Ledger ledger = new Ledger(queue, 10);
    site.publish(queue, ledger, Payloads.of(1, 100), 1, 5 * HELD);
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(site.rabbit());
    Connection other = factory.newConnection("another reader");
    try {
      AtomicInteger held = new AtomicInteger();
      Channel channel = other.createChannel();
      channel.basicQos(HELD);
      channel.basicConsume(
          queue, false, (tag, delivery) -> held.incrementAndGet(), tag -> held.set(-1));
      await().until(() -> held.get() == HELD);
      String route = queueRoute(queue).replace("queue: ", "take-over: when-idle, queue: ");
      try (YamlBridge bridge = YamlBridge.started(folder, site.config(), route)) {
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> RabbitSite.now(bridge, queue).source() == RouteStatus.Source.OCCUPIED);
        assertThat(count(bridge, queue, "read")).isZero();
        other.close();
        awaitReady(bridge, queue);
        site.balance(ledger, queue).assertNothingLost().assertNoDuplicates().assertOrderPerKey();
      }
    } finally {
      other.abort();
    }
  }

  private static void awaitStandby(YamlBridge bridge, String route) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> RabbitSite.now(bridge, route).source() == RouteStatus.Source.STANDBY);
  }
}

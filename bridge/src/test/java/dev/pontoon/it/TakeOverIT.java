package dev.pontoon.it;

import static dev.pontoon.it.RabbitSite.awaitReady;
import static dev.pontoon.it.RabbitSite.awaitSourceSays;
import static dev.pontoon.it.RabbitSite.count;
import static dev.pontoon.it.RabbitSite.get;
import static dev.pontoon.it.RabbitSite.now;
import static dev.pontoon.it.RabbitSite.queueRoute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.pontoon.observe.RouteStatus.Source;
import dev.pontoon.rig.kafka.EmbeddedKafka;
import dev.pontoon.rig.ledger.Ledger;
import dev.pontoon.rig.load.Payloads;
import dev.pontoon.rig.rabbit.RabbitNode;
import dev.pontoon.rig.rabbit.RabbitSetup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A queue that an application reads is left to it, also while the application is deployed. */
@Timeout(120)
class TakeOverIT {
  private static final int MESSAGES = 200;
  private static RabbitNode node;
  private static RabbitSite site;

  @TempDir Path folder;

  /** How the bridge can tell a replica from an application. */
  enum Way {
    CLASSIC("classic", false),
    QUORUM("quorum", false),
    CLASSIC_WITH_MANAGEMENT("classic", true);

    private final String type;
    private final boolean asks;

    Way(String type, boolean asks) {
      this.type = type;
      this.asks = asks;
    }

    String declared(String test) {
      String name = test + "-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
      Map<String, Object> arguments = Map.of("x-queue-type", type);
      site.rabbit(channel -> channel.queueDeclare(name, true, false, false, arguments));
      return name;
    }

    String config() {
      return asks ? withManagement() : site.config();
    }
  }

  /** An application that takes all it gets, and is called so. */
  private static final class Application implements AutoCloseable {
    private final Connection connection;
    private final AtomicInteger taken;

    Application(String queue, AtomicInteger taken) throws Exception {
      this.taken = taken;
      ConnectionFactory factory = new ConnectionFactory();
      factory.setUri(site.rabbit());
      connection = factory.newConnection("billing");
      Channel channel = connection.createChannel();
      channel.basicConsume(
          queue,
          false,
          "billing-1",
          (tag, delivery) -> {
            channel.basicAck(delivery.getEnvelope().getDeliveryTag(), false);
            taken.incrementAndGet();
          },
          tag -> {});
    }

    void awaitTaken(int count) {
      await().atMost(Duration.ofSeconds(20)).until(() -> taken.get() == count);
    }

    @Override
    public void close() throws Exception {
      if (connection.isOpen()) {
        connection.close();
      }
    }
  }

  @BeforeAll
  static void brokers() {
    Assumptions.assumeTrue(RabbitNode.installed(), "needs an installed RabbitMQ");
    node = RabbitNode.started(RabbitSetup.fresh().management());
    site = new RabbitSite(node.amqpUri(), EmbeddedKafka.started());
  }

  @AfterAll
  static void end() {
    if (node != null) {
      site.close();
      node.close();
    }
  }

  private static String withManagement() {
    return site.config()
        .replaceFirst(
            "rabbitmq: \\{", "rabbitmq: { management: { uri: \"" + node.managementUri() + "\" },");
  }

  @ParameterizedTest
  @EnumSource
  void anApplicationThatIsDeployedGetsItsQueueBack(Way way) throws Exception {
    String queue = way.declared("deployed");
    Ledger ledger = new Ledger(queue, 10);
    AtomicInteger taken = new AtomicInteger();
    try (Application application = new Application(queue, taken);
        YamlBridge bridge = YamlBridge.started(folder, way.config(), queueRoute(queue))) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> now(bridge, queue).source() == Source.OCCUPIED);
      awaitSourceSays(bridge, queue, "queue " + queue + " is read by", "take-over: never");
      if (way.asks) {
        awaitSourceSays(bridge, queue, "connection 'billing (", "of user guest", "billing-1");
      }
      assertThat(get(bridge, "/health/ready").statusCode()).isEqualTo(503);
      assertThat(get(bridge, "/").body()).contains("1 of 1 route needs attention", "take-over");
      site.publish(queue, ledger, Payloads.of(1, 100), 1, MESSAGES);
      application.awaitTaken(MESSAGES);

      application.close();
      site.publish(queue, ledger, Payloads.of(1, 100), 2, MESSAGES);
      awaitSourceSays(bridge, queue, "was read by", "it may come back");
      assertThat(site.depth(queue)).isEqualTo(MESSAGES);

      try (Application again = new Application(queue, taken)) {
        again.awaitTaken(2 * MESSAGES);
      }
      assertThat(count(bridge, queue, "read")).isZero();
    }
  }

  /** As it was before: what nobody reads when the bridge looks first is its to read. */
  @Test
  void aQueueThatNobodyReadsIsTaken() {
    String queue = Way.CLASSIC.declared("idle");
    Ledger ledger = new Ledger(queue, 10);
    site.publish(queue, ledger, Payloads.of(1, 100), 1, MESSAGES);
    try (YamlBridge bridge = YamlBridge.started(folder, site.config(), queueRoute(queue))) {
      awaitReady(bridge, queue);
      String consumers = node.ctl("-q", "list_consumers", "queue_name", "consumer_tag");
      assertThat(consumers).contains("pontoon-pontoon/" + queue + "/");
      site.balance(ledger, queue).assertNothingLost().assertNoDuplicates().assertOrderPerKey();
    }
  }

  /** With management, a replica is known by its consumer tag. */
  @Test
  void aReplicaIsNoForeignReader() throws Exception {
    String queue = Way.CLASSIC.declared("replica");
    Ledger ledger = new Ledger(queue, 10);
    try (YamlBridge first =
        YamlBridge.started(folder.resolve("1"), withManagement(), queueRoute(queue))) {
      awaitReady(first, queue);
      try (YamlBridge second =
          YamlBridge.started(folder.resolve("2"), withManagement(), queueRoute(queue))) {
        await().until(() -> now(second, queue).source() == Source.STANDBY);
        assertThat(get(second, "/health/ready").statusCode()).isEqualTo(200);
        first.close();
        awaitReady(second, queue);
        site.publish(queue, ledger, Payloads.of(1, 100), 1, MESSAGES);
        site.balance(ledger, queue).assertNothingLost().assertNoDuplicates().assertOrderPerKey();
      }
    }
  }
}

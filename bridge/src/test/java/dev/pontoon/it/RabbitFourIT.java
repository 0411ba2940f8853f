package dev.pontoon.it;

import static dev.pontoon.it.RabbitSite.awaitReady;
import static dev.pontoon.it.RabbitSite.awaitSourceSays;
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
import dev.pontoon.rig.rabbit.RabbitInstall;
import dev.pontoon.rig.rabbit.RabbitNode;
import dev.pontoon.rig.rabbit.RabbitSetup;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * RabbitMQ 4 drops from a quorum queue what it has delivered 21 times, and can't send all it took.
 */
@Timeout(240)
class RabbitFourIT {
  private static final int MESSAGES = 60;
  private static final Map<String, Object> QUORUM = Map.of("x-queue-type", "quorum");

  private static RabbitNode node;
  private static RabbitSite site;

  @TempDir Path folder;

  @BeforeAll
  static void brokers() {
    Optional<RabbitInstall> four =
        RabbitInstall.wanted().filter(RabbitInstall::isFour).or(() -> RabbitInstall.newest("4"));
    Assumptions.assumeTrue(four.isPresent(), "no RabbitMQ 4 here");
    node = RabbitNode.started(four.get(), RabbitSetup.fresh().management());
    site = new RabbitSite(node.amqpUri(), EmbeddedKafka.started());
  }

  @AfterAll
  static void end() {
    if (node != null) {
      site.close();
      node.close();
    }
  }

  @Test
  void anOwnQueueKeepsWhatIsDeliveredAgainAndAgain() throws Exception {
    site.topicExchange("own");
    String route =
        """
        id: own
        from: { rabbitmq: { exchange: own, bind: ["#"], own-queue: { name: own.q, type: quorum } } }
        to: { topic: own.v1, partitions: 3 }
        key: header:ledgerKey
        """;
    try (YamlBridge bridge = YamlBridge.started(folder.resolve("1"), site.config(), route)) {
      awaitReady(bridge, "own");
    }
    Ledger ledger = new Ledger("own", 10);
    site.publish("own.q", ledger, Payloads.of(1, 100), 1, MESSAGES);
    deliverAgainAndAgain("own.q", 25);
    try (YamlBridge bridge = YamlBridge.started(folder.resolve("2"), site.config(), route)) {
      awaitReady(bridge, "own");
      site.balance(ledger, "own").assertNothingLost().assertOrderPerKey();
    }
  }

  @Test
  void fromHalfTheLimitOnOneMessageAtATimeIsRead() throws Exception {
    Ledger ledger = foreign("half", 12);
    site.publish("half", ledger, Payloads.of(1, 100), 2, MESSAGES);
    try (YamlBridge bridge = YamlBridge.started(folder, site.config(), queueRoute("half"))) {
      await().until(() -> RabbitSite.count(bridge, "half", "mirrored") == 2 * MESSAGES);
      site.balance(ledger, "half").assertNothingLost().assertNoDuplicates().assertOrderPerKey();
      awaitReady(bridge, "half");
    }
  }

  @Test
  void beforeTheLimitTheReaderStopsUntilItIsLifted() throws Exception {
    Ledger ledger = foreign("stops", 16);
    String management =
        site.config()
            .replace(
                "uri: \"" + site.rabbit() + "\"",
                "uri: \""
                    + site.rabbit()
                    + "\""
                    + ", management: { uri: \""
                    + node.managementUri()
                    + "\" }");
    for (int i = 0; i < 3; i++) {
      try (YamlBridge bridge =
          YamlBridge.started(folder.resolve("" + i), site.config(), queueRoute("stops"))) {
        awaitSourceSays(bridge, "stops", "queue stops", "delivered", "set_policy");
        assertThat(RabbitSite.now(bridge, "stops").healthy()).isFalse();
      }
    }
    await().until(() -> site.depth("stops") == MESSAGES);
    try (YamlBridge bridge =
        YamlBridge.started(folder.resolve("lifted"), management, queueRoute("stops"))) {
      awaitSourceSays(bridge, "stops", "queue stops", "delivered", "set_policy");
      node.ctl(
          "set_policy", "x", "^stops$", "{\"delivery-limit\":-1}", "--apply-to", "quorum_queues");
      // What was given back alone comes behind the others that were given back before.
      site.balance(ledger, "stops").assertNothingLost().assertNoDuplicates();
    }
  }

  @Test
  void whatWouldBeDroppedNextBecomesADeadLetter() throws Exception {
    Ledger ledger = foreign("last", 19);
    try (YamlBridge bridge = YamlBridge.started(folder, site.config(), queueRoute("last"))) {
      await().until(() -> RabbitSite.count(bridge, "last", "dead.lettered") == MESSAGES);
      site.balance(ledger, "last").assertNothingLost();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "quorum"})
  void aMessageThatTheBrokerCanNotSendIsFoundAndKept(String type) throws Exception {
    String queue = "unsent-" + type;
    site.rabbit(
        channel -> channel.queueDeclare(queue, true, false, false, Map.of("x-queue-type", type)));
    Ledger ledger = new Ledger(queue, 10);
    site.publish(queue, ledger, Payloads.of(1, 100), 1, MESSAGES);
    publishWithCharacter(queue);
    site.publish(queue, ledger, Payloads.of(1, 100), 2, MESSAGES);
    long mirrored;
    try (YamlBridge bridge = YamlBridge.started(folder, site.config(), queueRoute(queue))) {
      awaitSourceSays(bridge, queue, "can't send the first message of queue " + queue);
      assertThat(RabbitSite.now(bridge, queue).source()).isEqualTo(Source.CONNECTING);
      mirrored = RabbitSite.count(bridge, queue, "mirrored");
    }
    assertThat(mirrored).isGreaterThanOrEqualTo(MESSAGES);
    await().until(() -> site.depth(queue) + mirrored == 2 * MESSAGES + 1);
  }

  /** A quorum queue of somebody else's; each message was delivered and given back so often. */
  private static Ledger foreign(String queue, int deliveries) throws Exception {
    site.rabbit(channel -> channel.queueDeclare(queue, true, false, false, QUORUM));
    Ledger ledger = new Ledger(queue, 10);
    site.publish(queue, ledger, Payloads.of(1, 100), 1, MESSAGES);
    deliverAgainAndAgain(queue, deliveries);
    return ledger;
  }

  private static void deliverAgainAndAgain(String queue, int times) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(site.rabbit());
    for (int i = 0; i < times; i++) {
      Connection reader = factory.newConnection("one that dies");
      try {
        AtomicInteger held = new AtomicInteger();
        Channel channel = reader.createChannel();
        channel.basicConsume(
            queue, false, (tag, delivery) -> held.incrementAndGet(), tag -> held.set(-1));
        await().until(() -> held.get() == MESSAGES);
      } finally {
        reader.abort();
      }
      await().until(() -> site.depth(queue) == MESSAGES);
    }
  }

  /** AMQP 0-9-1 has no such type, and the broker has nothing to make of it. */
  private static void publishWithCharacter(String queue) throws Exception {
    var factory =
        new JmsConnectionFactory("guest", "guest", site.rabbit().replaceFirst(".*@", "amqp://"));
    try (jakarta.jms.Connection connection = factory.createConnection();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        MessageProducer producer =
            session.createProducer(session.createQueue("/queues/" + queue))) {
      var message = session.createTextMessage("from afar");
      message.setObjectProperty("letter", 'x');
      producer.send(message);
    }
  }
}

package dev.pontoon.it;

import static java.util.stream.Collectors.joining;
import static org.awaitility.Awaitility.await;

import dev.pontoon.rig.jms.ActiveMqBroker;
import dev.pontoon.rig.jms.ArtemisBroker;
import dev.pontoon.rig.jms.JmsBroker;
import dev.pontoon.rig.jms.JmsSetup;
import dev.pontoon.rig.kafka.EmbeddedKafka;
import dev.pontoon.rig.ledger.Balance;
import dev.pontoon.rig.ledger.KafkaAudit;
import dev.pontoon.rig.ledger.Ledger;
import dev.pontoon.rig.load.JmsLoad;
import dev.pontoon.rig.load.Payloads;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.Arrays;

/** Both kinds of ActiveMQ, a Kafka, and what tests do with them. */
record JmsSite(JmsBroker classic, JmsBroker artemis, EmbeddedKafka kafka) implements AutoCloseable {
  private static final int TRANSACTION = 200;

  /** A client with its broker, named as its connection is. */
  enum Client {
    CLASSIC("org.apache.activemq.ActiveMQConnectionFactory", "brokerURL: tcp"),
    ARTEMIS("org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory", "brokerURL: tcp"),
    AMQP("org.apache.qpid.jms.JmsConnectionFactory", "remoteURI: amqp");

    private final String factory;
    private final String address;

    Client(String factory, String address) {
      this.factory = factory;
      this.address = address;
    }
  }

  /** All brokers keep what they have on disk, so that it survives a restart. */
  static JmsSite started() {
    EmbeddedKafka kafka = EmbeddedKafka.started();
    JmsBroker classic = ActiveMqBroker.started(JmsSetup.onDisk());
    return new JmsSite(classic, ArtemisBroker.started(JmsSetup.onDisk()), kafka);
  }

  String config() {
    return "connections:\n"
        + Arrays.stream(Client.values()).map(this::connection).collect(joining())
        + """
        kafka: { bootstrap.servers: "%s" }
        http: { listen: "127.0.0.1:0" }
        """
            .formatted(kafka.bootstrap());
  }

  private String connection(Client client) {
    return """
      %s:
        jms:
          factory: %s
          properties: { %s://127.0.0.1:%d }
    """
        .formatted(client, client.factory, client.address, broker(client).port());
  }

  JmsBroker broker(Client client) {
    return client == Client.CLASSIC ? classic : artemis;
  }

  /** A route from a queue of the same name. */
  static String route(Client client, String id, String... more) {
    return """
    id: %1$s
    from: { jms: { connection: %2$s, queue: %1$s } }
    to: { topic: %1$s.v1, partitions: 3 }
    key: group-id
    %3$s
    """
        .formatted(id, client, String.join("\n", more));
  }

  void publish(
      Client client, String queue, Ledger ledger, Payloads payloads, long seed, int count) {
    try (JmsLoad load =
        new JmsLoad(
            broker(client).connectionFactory(),
            queue,
            ledger,
            payloads,
            seed,
            TRANSACTION,
            Duration.ofSeconds(60))) {
      load.publish(count);
    }
  }

  /** Reads topic.v1 and its dead letters until all that was confirmed is there. */
  Balance balance(Ledger ledger, String route) {
    try (KafkaAudit audit =
        KafkaAudit.committed(ledger, kafka.directBootstrap(), route + ".v1", route + ".v1.dead")) {
      return audit.awaitComplete(Duration.ofSeconds(90));
    }
  }

  /** Everything that was read is committed on the broker. */
  void awaitEmpty(Client client, String queue) {
    await().atMost(Duration.ofSeconds(20)).until(() -> !anyIn(client, queue));
  }

  private boolean anyIn(Client client, String queue) throws JMSException {
    try (Connection connection = broker(client).connectionFactory().createConnection();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        QueueBrowser browser = session.createBrowser(session.createQueue(queue))) {
      connection.start();
      return browser.getEnumeration().hasMoreElements();
    }
  }

  @Override
  public void close() {
    classic.close();
    artemis.close();
    kafka.close();
  }
}

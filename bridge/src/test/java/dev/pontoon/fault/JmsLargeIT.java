package dev.pontoon.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pontoon.rig.jms.ActiveMqBroker;
import dev.pontoon.rig.jms.ArtemisBroker;
import dev.pontoon.rig.jms.JmsBroker;
import dev.pontoon.rig.jms.JmsSetup;
import dev.pontoon.rig.kafka.EmbeddedKafka;
import dev.pontoon.rig.ledger.KafkaAudit;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** JMS messages that are large for the heap of the launcher, 128 MiB, among small ones. */
@Timeout(300)
class JmsLargeIT {
  private static final int MIB = 1 << 20;
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String NUMBER = "n";

  private static EmbeddedKafka kafka;
  private static JmsBroker classic;
  private static JmsBroker artemis;

  @TempDir Path folder;

  /** A client with its broker. */
  enum Client {
    CLASSIC("org.apache.activemq.ActiveMQConnectionFactory", "brokerURL: \"tcp"),
    CLASSIC_FAILOVER("org.apache.activemq.ActiveMQConnectionFactory", "brokerURL: \"failover:tcp"),
    ARTEMIS("org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory", "brokerURL: \"tcp"),
    AMQP("org.apache.qpid.jms.JmsConnectionFactory", "remoteURI: \"amqp");

    private final String factory;
    private final String address;

    Client(String factory, String address) {
      this.factory = factory;
      this.address = address;
    }

    JmsBroker broker() {
      return name().startsWith("CLASSIC") ? classic : artemis;
    }

    String config() {
      return """
      connections:
        legacy:
          jms:
            factory: %s
            properties: { %s://127.0.0.1:%d" }
      kafka: { bootstrap.servers: "%s" }
      """
          .formatted(factory, address, broker().port(), kafka.bootstrap());
    }
  }

  @BeforeAll
  static void brokers() {
    kafka = EmbeddedKafka.started();
    classic = ActiveMqBroker.started(JmsSetup.onDisk());
    artemis = ArtemisBroker.started(JmsSetup.onDisk());
  }

  @AfterAll
  static void end() {
    classic.close();
    artemis.close();
    kafka.close();
  }

  /** In every build those whose ways of receiving differ. */
  static List<Client> clients() {
    return Boolean.getBoolean("pontoon.faults.long")
        ? List.of(Client.values())
        : List.of(Client.CLASSIC, Client.ARTEMIS, Client.AMQP);
  }

  @ParameterizedTest
  @MethodSource("clients")
  void oneThatCannotBeReadHoldsTheLineAndEndsNothing(Client client) throws Exception {
    String queue = ActiveMqBroker.LARGE + ".huge-" + client;
    String route =
        """
        id: huge
        from: { jms: { queue: %s } }
        to: { topic: "%s.v1" }
        otherwise: none
        """
            .formatted(queue, queue);
    try (Sender sender = new Sender(client.broker())) {
      sender.small(queue, 0, 50);
      sender.bytes(queue, 50, 48 * MIB);
      sender.small(queue, 51, 20);
      sender.text(queue, 71, 24 * MIB);
      sender.small(queue, 72, 50);
      try (BridgeProcess bridge = new BridgeProcess(folder, client.config(), route)) {
        bridge.launch();
        bridge.awaitAcknowledged(50);
        awaitTooLarge(bridge, queue);
        sender.takeOff(queue, 50);
        bridge.stop(LONG);
        bridge.launch();
        bridge.awaitAcknowledged(20);
        awaitTooLarge(bridge, queue);
        sender.takeOff(queue, 71);
        bridge.stop(LONG);
        bridge.launch();
        bridge.awaitAcknowledged(50);
        bridge.stop(LONG);
      }
      List<Integer> expected =
          IntStream.range(0, 122).filter(n -> n != 50 && n != 71).boxed().toList();
      assertThat(numbers(queue + ".v1", 120)).isEqualTo(expected);
      assertThat(sender.waiting(queue)).isZero();
      assertThat(sender.waiting("DLQ")).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("clients")
  void manyLinesOfLargeOnesFitThroughTheHeap(Client client) throws Exception {
    List<String> queues =
        IntStream.range(0, 8)
            .mapToObj(n -> ActiveMqBroker.LARGE + ".q" + n + "-" + client)
            .toList();
    String route =
        """
        id: large
        from: { jms: { queue: [%s] } }
        to: { topic: "{queue}.v1" }
        oversize: claim-check
        otherwise: none
        """
            .formatted(String.join(", ", queues));
    String claims = "claim-check: { folder: \"" + folder.resolve("claims") + "\" }\n";
    try (Sender sender = new Sender(client.broker())) {
      for (String queue : queues) {
        sender.small(queue, 0, 40);
        for (int n = 40; n < 44; n++) {
          sender.bytes(queue, n, 8 * MIB);
        }
        sender.small(queue, 44, 4);
      }
      try (BridgeProcess bridge = new BridgeProcess(folder, client.config() + claims, route)) {
        bridge.launch();
        // What comes again after a lost connection is acknowledged again.
        await()
            .atMost(LONG)
            .until(() -> bridge.metric("pontoon_messages_acknowledged_total") >= 8 * 48);
        bridge.stop(LONG);
      }
      for (String queue : queues) {
        assertThat(numbers(queue + ".v1", 48)).isEqualTo(IntStream.range(0, 48).boxed().toList());
        assertThat(sender.waiting(queue)).isZero();
      }
      assertThat(sender.waiting("DLQ")).isZero();
    }
  }

  private static void awaitTooLarge(BridgeProcess bridge, String queue) {
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> {
              assertThat(bridge.isAlive()).isTrue();
              assertThat(bridge.get("/health"))
                  .contains("a message is too large", queue, " MiB", "max-message-size");
            });
  }

  /** The numbers of all records, in their order; fails if there are more. */
  private static List<Integer> numbers(String topic, int count) {
    TopicPartition only = new TopicPartition(topic, 0);
    List<Integer> found = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka.directBootstrap()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(only));
      consumer.seekToBeginning(List.of(only));
      long end = consumer.endOffsets(List.of(only)).get(only);
      assertThat(end).as("records in " + topic).isEqualTo(count);
      while (consumer.position(only) < end) {
        consumer
            .poll(Duration.ofMillis(200))
            .forEach(record -> found.add(Integer.valueOf(KafkaAudit.header(record, NUMBER))));
      }
    }
    return found;
  }

  /** The legacy application, and its operator. */
  private static final class Sender implements AutoCloseable {
    private final Connection connection;
    private final Session session;

    Sender(JmsBroker broker) throws JMSException {
      connection = broker.connectionFactory().createConnection();
      session = connection.createSession(true, Session.SESSION_TRANSACTED);
      connection.start();
    }

    void small(String queue, int first, int count) throws JMSException {
      for (int n = first; n < first + count; n++) {
        send(queue, n, session.createTextMessage("x".repeat(1000)));
      }
      session.commit();
    }

    void bytes(String queue, int number, int size) throws JMSException {
      BytesMessage message = session.createBytesMessage();
      byte[] part = new byte[MIB];
      for (int written = 0; written < size; written += part.length) {
        message.writeBytes(part);
      }
      send(queue, number, message);
      session.commit();
    }

    void text(String queue, int number, int size) throws JMSException {
      send(queue, number, session.createTextMessage("x".repeat(size)));
      session.commit();
    }

    private void send(String queue, int number, Message message) throws JMSException {
      message.setIntProperty(NUMBER, number);
      try (MessageProducer producer = session.createProducer(session.createQueue(queue))) {
        producer.send(message);
      }
    }

    /** As an operator does with the console. */
    void takeOff(String queue, int number) throws JMSException {
      try (MessageConsumer consumer =
          session.createConsumer(session.createQueue(queue), NUMBER + " = " + number)) {
        Message message = consumer.receive(20_000);
        assertThat(message).isNotNull();
        assertThat(message.getIntProperty(NUMBER)).isEqualTo(number);
        session.commit();
      }
    }

    int waiting(String queue) throws JMSException {
      try (QueueBrowser browser = session.createBrowser(session.createQueue(queue))) {
        return Collections.list(browser.getEnumeration()).size();
      }
    }

    @Override
    public void close() throws JMSException {
      connection.close();
    }
  }
}

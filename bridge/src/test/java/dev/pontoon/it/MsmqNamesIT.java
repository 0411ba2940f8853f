package dev.pontoon.it;

import static dev.pontoon.it.RabbitSite.awaitLedgerCloses;
import static dev.pontoon.it.RabbitSite.awaitReady;
import static dev.pontoon.it.RabbitSite.count;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.it.JmsSite.Client;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names as MSMQ has them, of queues and properties, on JMS brokers. No MSMQ is part of this. */
@Timeout(120)
class MsmqNamesIT {
  /** GUID and number of a message, as hex. */
  private static final String CORRELATION = "5d2f6a0b31c84e0f9b7e2c1d4a5b6c7d01500000";

  private static final String ANSWERS = ".\\private$\\answers";
  @AutoClose private static JmsSite site;

  @TempDir Path folder;

  @BeforeAll
  static void brokers() {
    site = JmsSite.started();
  }

  @ParameterizedTest
  @CsvSource({
    "CLASSIC, private$\\orders, private--orders",
    "CLASSIC, .\\private$\\orders, .-private--orders",
    "ARTEMIS, private$\\orders, private--orders",
    "ARTEMIS, .\\private$\\orders, .-private--orders",
    "AMQP, private$\\bills, private--bills",
    "AMQP, .\\private$\\bills, .-private--bills"
  })
  void queuesAndPropertiesKeepTheirNamesAndTypes(Client client, String queue, String inTopic)
      throws Exception {
    String start = "msmq-" + client + "-" + inTopic.length();
    String id = start + "/" + inTopic;
    send(client, queue);
    String route =
        """
        id: %s
        from: { jms: { connection: %s, queue: ['%s'] } }
        to: { topic: "%s.{queue}", partitions: 1 }
        key: header:CorrelationId
        """
            .formatted(start, client, queue, start);
    try (YamlBridge bridge = YamlBridge.started(folder, site.config(), route)) {
      awaitReady(bridge, id);
      var records = Topic.read(site.kafka(), start + "." + inTopic, 1);
      assertThat(records).hasSize(1);
      arrivedWhole(client, queue, records.get(0));
      site.awaitEmpty(client, queue);
      awaitLedgerCloses(bridge, id);
      assertThat(count(bridge, id, "acknowledged")).isEqualTo(1);
    }
  }

  private static void arrivedWhole(
      Client client, String queue, ConsumerRecord<byte[], byte[]> record) {
    Map.of(
            "pontoon.destination",
            "queue://" + queue,
            "pontoon.source",
            "jms/" + client + "/" + queue,
            "pontoon.reply-to",
            "queue://" + ANSWERS,
            "pontoon.correlation-id",
            CORRELATION,
            "Label",
            "Order 17",
            "CorrelationId",
            CORRELATION,
            "ResponseQueue",
            "DIRECT=OS:billing\\private$\\answers")
        .forEach((name, value) -> assertThat(Topic.header(record, name)).as(name).isEqualTo(value));
    Map.of(
            "BodyType", "8",
            "MSMQ_AppSpecific", "4294967295",
            "MSMQ_Priority", "3",
            "MSMQ_Recoverable", "true")
        .forEach((name, value) -> assertThat(Topic.header(record, name)).as(name).isEqualTo(value));
    if (client == Client.CLASSIC) {
      assertThat(Topic.header(record, "MSMQ.Label")).isEqualTo("Order 17");
    }
    assertThat(Topic.header(record, "pontoon.types"))
        .contains(
            "\"BodyType\":\"int\"",
            "\"MSMQ_AppSpecific\":\"long\"",
            "\"MSMQ_Priority\":\"byte\"",
            "\"MSMQ_Recoverable\":\"boolean\"")
        .doesNotContain("Label", "CorrelationId", "ResponseQueue");
    assertThat(record.key()).asString(StandardCharsets.UTF_8).isEqualTo(CORRELATION);
    assertThat(record.value()).asString(StandardCharsets.UTF_16LE).isEqualTo("order 17");
  }

  /** As a gateway between MSMQ and JMS might: each picks names of its own. */
  private static void send(Client client, String queue) throws JMSException {
    try (Connection connection = site.broker(client).connectionFactory().createConnection();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        MessageProducer producer = session.createProducer(session.createQueue(queue))) {
      BytesMessage message = session.createBytesMessage();
      message.writeBytes("order 17".getBytes(StandardCharsets.UTF_16LE));
      message.setJMSCorrelationID(CORRELATION);
      message.setJMSReplyTo(session.createQueue(ANSWERS));
      message.setStringProperty("Label", "Order 17");
      if (client == Client.CLASSIC) { // Artemis's client takes Java identifiers only
        message.setStringProperty("MSMQ.Label", "Order 17");
      }
      message.setStringProperty("CorrelationId", CORRELATION);
      message.setStringProperty("ResponseQueue", "DIRECT=OS:billing\\private$\\answers");
      message.setIntProperty("BodyType", 8);
      message.setLongProperty("MSMQ_AppSpecific", 4_294_967_295L);
      message.setByteProperty("MSMQ_Priority", (byte) 3);
      message.setBooleanProperty("MSMQ_Recoverable", true);
      producer.send(message);
    }
  }
}

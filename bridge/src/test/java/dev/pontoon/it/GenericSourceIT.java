package dev.pontoon.it;

import static dev.pontoon.it.RabbitSite.awaitLedgerCloses;
import static dev.pontoon.it.RabbitSite.awaitReady;
import static dev.pontoon.it.RabbitSite.awaitSourceSays;
import static dev.pontoon.it.RabbitSite.count;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import dev.pontoon.rig.jms.ActiveMqBroker;
import dev.pontoon.rig.jms.JmsSetup;
import dev.pontoon.rig.kafka.EmbeddedKafka;
import dev.pontoon.rig.rabbit.TestRabbit;
import jakarta.jms.Connection;
import jakarta.jms.MessageProducer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Stock Camel components as sources, with real brokers: the addresses are those of bridge.yaml. */
@Timeout(120)
class GenericSourceIT {
  private static final Duration LONG = Duration.ofSeconds(40);
  private static final String TRANSACTED =
      "&transacted=true&lazyCreateTransactionManager=false&cacheLevelName=CACHE_CONSUMER";

  private static EmbeddedKafka kafka;
  private static ActiveMqBroker activeMq;
  private static RabbitSite rabbit;

  @TempDir Path folder;

  @BeforeAll
  static void brokers() {
    kafka = EmbeddedKafka.started();
    activeMq = ActiveMqBroker.started(JmsSetup.onDisk());
    rabbit = new RabbitSite(TestRabbit.shared().freshUri(), kafka);
  }

  @AfterAll
  static void end() {
    activeMq.close();
    kafka.close();
  }

  private static String config() {
    return """
    connections:
      legacy-amq:
        jms:
          factory: org.apache.activemq.ActiveMQConnectionFactory
          properties: { brokerURL: "%s" }
          username: somebody
          password: "%s"
      legacy-rabbit: { rabbitmq: { uri: "%s" } }
    kafka: { bootstrap.servers: "%s" }
    http: { listen: "127.0.0.1:0" }
    stop-timeout: 2s
    """
        .formatted(activeMq.uri(), "any", rabbit.rabbit(), kafka.bootstrap());
  }

  private static String route(String id, String uri) {
    return """
    id: %1$s
    from: { camel: { uri: "%2$s" } }
    to: { topic: %1$s.v1 }
    """
        .formatted(id, uri);
  }

  private static String jms(String queue) {
    return route(queue, "jms:queue:" + queue + "?connectionFactory=#legacy-amq" + TRANSACTED);
  }

  private static String rabbit(String queue) {
    return route(
        queue, "spring-rabbitmq:default?queues=" + queue + "&connectionFactory=#legacy-rabbit");
  }

  @Test
  void jmsRequestsArriveAndAreNeverAnswered() throws Exception {
    try (YamlBridge bridge = YamlBridge.started(folder, config(), jms("requests"))) {
      awaitReady(bridge, "requests");
      sendRequests("requests", 50);
      awaitAcknowledged(bridge, "requests", 50);
      assertThat(texts("requests.v1", 50)).containsExactlyElementsOf(expected(50));
      awaitLedgerCloses(bridge, "requests");
    }
    assertThat(waiting("answers")).isZero();
    assertThat(waiting("requests")).isZero();
  }

  @Test
  void rabbitRequestsArriveAndAreNeverAnswered() {
    rabbit.queue("asks");
    rabbit.queue("asks-answers");
    try (YamlBridge bridge = YamlBridge.started(folder, config(), rabbit("asks"))) {
      awaitReady(bridge, "asks");
      publishRequests("asks", 50);
      awaitAcknowledged(bridge, "asks", 50);
      assertThat(texts("asks.v1", 50)).containsExactlyElementsOf(expected(50));
      awaitLedgerCloses(bridge, "asks");
      await().atMost(LONG).until(() -> rabbit.depth("asks") == 0);
    }
    assertThat(rabbit.depth("asks-answers")).isZero();
  }

  /** The bridge even ends while Kafka is away: what it had taken stays with the brokers. */
  @Test
  void whileKafkaIsAwayNothingIsLost() throws Exception {
    rabbit.queue("patient-rabbit");
    String[] routes = {jms("patient-jms"), rabbit("patient-rabbit")};
    try (YamlBridge bridge = YamlBridge.started(folder, config(), routes)) {
      awaitReady(bridge, "patient-jms");
      awaitReady(bridge, "patient-rabbit");
      kafka.stop();
      sendRequests("patient-jms", 50);
      publishRequests("patient-rabbit", 50);
      await().atMost(LONG).until(() -> count(bridge, "patient-jms", "read") > 0);
      await().atMost(LONG).until(() -> count(bridge, "patient-rabbit", "read") > 0);
      assertThat(count(bridge, "patient-jms", "acknowledged")).isZero();
      assertThat(count(bridge, "patient-rabbit", "acknowledged")).isZero();
    } finally {
      kafka.start();
    }
    try (YamlBridge bridge = YamlBridge.started(folder, config(), routes)) {
      awaitAcknowledged(bridge, "patient-jms", 50);
      awaitAcknowledged(bridge, "patient-rabbit", 50);
      assertThat(texts("patient-jms.v1", 50)).containsAll(expected(50));
      assertThat(texts("patient-rabbit.v1", 50)).containsAll(expected(50));
    }
    assertThat(waiting("patient-jms")).isZero();
    assertThat(waiting("ActiveMQ.DLQ")).isZero();
  }

  @Test
  void aMissingComponentIsNamedWithItsJar() {
    String missing = route("missing", "activemq6:queue:x?password=hush");
    assertThatThrownBy(() -> YamlBridge.started(folder, config(), missing))
        .rootCause()
        .hasMessageContaining("route missing: from.camel.uri")
        .hasMessageContaining("org.apache.camel:camel-activemq6:4")
        .hasMessageContaining("lib/")
        .hasMessageNotContaining("hush");
  }

  @Test
  void anUnknownConnectionAndAnUnknownOptionAreSaid() {
    String connection = route("unknown", "jms:queue:x?connectionFactory=#nobody");
    assertThatThrownBy(() -> YamlBridge.started(folder, config(), connection))
        .cause()
        .hasMessageContaining("route unknown: from.camel.uri: jms")
        .hasMessageContaining("nobody");
    String option = route("unknown", "jms:queue:x?conectionFactory=#legacy-amq");
    assertThatThrownBy(() -> YamlBridge.started(folder, config(), option))
        .cause()
        .hasMessageContaining("conectionFactory");
  }

  /** The user asks the component to declare a queue that is there and differs. */
  @Test
  void aComponentThatCanNotStartIsSaidAndTheOtherRoutesRun() throws Exception {
    rabbit.queue("differs");
    String declaring =
        route(
            "differs",
            "spring-rabbitmq:own?queues=differs&connectionFactory=#legacy-rabbit&autoDeclare=true");
    try (YamlBridge bridge = YamlBridge.started(folder, config(), declaring, jms("neighbour"))) {
      awaitReady(bridge, "neighbour");
      awaitSourceSays(bridge, "differs", "component has not started", "inequivalent arg");
      sendRequests("neighbour", 10);
      awaitAcknowledged(bridge, "neighbour", 10);
      rabbit.rabbit(channel -> channel.queueDelete("differs"));
      awaitReady(bridge, "differs");
      publishRequests("differs", 10);
      awaitAcknowledged(bridge, "differs", 10);
      assertThat(texts("neighbour.v1", 10)).containsExactlyElementsOf(expected(10));
      assertThat(texts("differs.v1", 10)).containsExactlyElementsOf(expected(10));
    }
  }

  private static void awaitAcknowledged(YamlBridge bridge, String route, long count) {
    await().atMost(LONG).until(() -> count(bridge, route, "acknowledged") >= count);
  }

  private static List<String> expected(int count) {
    return IntStream.range(0, count).mapToObj(i -> "request " + i).toList();
  }

  private static List<String> texts(String topic, int count) {
    return Topic.read(kafka, topic, count).stream().map(Topic::text).toList();
  }

  private static void sendRequests(String queue, int count) throws Exception {
    try (Connection connection = activeMq.connectionFactory().createConnection();
        Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
        MessageProducer producer = session.createProducer(session.createQueue(queue))) {
      for (String text : expected(count)) {
        TextMessage message = session.createTextMessage(text);
        message.setJMSReplyTo(session.createQueue("answers"));
        message.setJMSCorrelationID(text);
        producer.send(message);
      }
      session.commit();
    }
  }

  private static void publishRequests(String queue, int count) {
    AMQP.BasicProperties request =
        new AMQP.BasicProperties.Builder().deliveryMode(2).replyTo(queue + "-answers").build();
    rabbit.rabbit(
        channel -> {
          channel.confirmSelect();
          for (String text : expected(count)) {
            channel.basicPublish("", queue, request, text.getBytes(StandardCharsets.UTF_8));
          }
          return channel.waitForConfirms();
        });
  }

  private static int waiting(String queue) throws Exception {
    try (Connection connection = activeMq.connectionFactory().createConnection();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        QueueBrowser browser = session.createBrowser(session.createQueue(queue))) {
      connection.start();
      return Collections.list(browser.getEnumeration()).size();
    }
  }
}

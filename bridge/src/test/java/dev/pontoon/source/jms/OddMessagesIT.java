package dev.pontoon.source.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pontoon.config.Connection;
import dev.pontoon.config.From.JmsQueue;
import dev.pontoon.message.Body;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Property;
import dev.pontoon.rig.jms.JmsBroker;
import dev.pontoon.source.HeldSink;
import dev.pontoon.source.TestRoute;
import jakarta.jms.MessageProducer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.apache.qpid.jms.message.JmsBytesMessage;
import org.apache.qpid.jms.provider.amqp.message.AmqpJmsMessageFacade;
import org.apache.qpid.proton.amqp.Symbol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages that a client can't read, among others that it can. */
@Timeout(120)
class OddMessagesIT {
  private static final JmsQueue QUEUE = new JmsQueue("legacy", "Q", null);
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final byte OBJECT = 2;
  private static final byte TEXT = 3;
  private static final byte MAP = 5;
  private static final byte UNKNOWN = 99;

  private final HeldSink sink = new HeldSink();

  private TestRoute route(Provider provider, JmsBroker broker) throws Exception {
    Connection.Jms settings = provider.settings(broker.port(), null);
    TestRoute route = new TestRoute(QUEUE, true, sink, LONG);
    return route.start(runtime -> JmsSource.endpoint(route.camel(), settings, QUEUE, runtime));
  }

  /** The client's {@code receive()} throws on each of them, or takes all the memory there is. */
  @Test
  void whatArtemisCannotReceiveBecomesDeadLettersWithTheirBytesAndAllOthersArriveOnce()
      throws Exception {
    try (JmsBroker broker = Provider.ARTEMIS.broker();
        Publisher publisher = new Publisher(broker.connectionFactory())) {
      publisher.send(publisher.queue("Q"), 30, 1);
      damaged(broker, TEXT, body -> write(body, 1000));
      damaged(broker, UNKNOWN, body -> body.writeInt(7));
      publisher.send(publisher.queue("Q"), 30, 1);
      damaged(broker, OBJECT, body -> body.writeInt(Integer.MAX_VALUE));
      damaged(broker, MAP, body -> write(body, 1 << 30));
      publisher.send(publisher.queue("Q"), 30, 1);
      try (TestRoute route = route(Provider.ARTEMIS, broker)) {
        await().atMost(LONG).until(() -> route.metrics().acknowledged.count() == 94);
        assertThat(route.metrics().reconnects.count()).isZero();
        List<LegacyMessage> read = List.copyOf(route.read());
        assertThat(read).hasSize(94).noneMatch(LegacyMessage::redelivered);
        assertThat(read.stream().map(LegacyMessage::body).filter(Body.Text.class::isInstance))
            .hasSize(90);
        List<Body.Unreadable> unreadable =
            read.stream()
                .map(LegacyMessage::body)
                .filter(Body.Unreadable.class::isInstance)
                .map(Body.Unreadable.class::cast)
                .toList();
        assertThat(unreadable).hasSize(4).allMatch(body -> body.why().contains("can't be read"));
        assertThat(unreadable.get(0).bytes()).containsExactly(1, 0, 0, 3, 0xe8);
        assertThat(unreadable.get(1).bytes()).containsExactly(0, 0, 0, 7);
      }
      assertThat(publisher.waiting("Q")).isZero();
      assertThat(publisher.waiting("DLQ")).isZero();
    }
  }

  private static void write(ActiveMQBuffer body, int length) {
    body.writeByte((byte) 1);
    body.writeInt(length);
  }

  private static void damaged(JmsBroker broker, byte kind, Consumer<ActiveMQBuffer> body)
      throws Exception {
    try (ServerLocator locator = ActiveMQClient.createServerLocator(broker.uri());
        ClientSessionFactory factory = locator.createSessionFactory();
        ClientSession session = factory.createSession()) {
      ClientMessage message = session.createMessage(kind, true);
      message.setRoutingType(RoutingType.ANYCAST);
      body.accept(message.getBodyBuffer());
      if (!session
          .queueQuery(org.apache.activemq.artemis.api.core.SimpleString.of("Q"))
          .isExists()) {
        session.createQueue(QueueConfiguration.of("Q").setRoutingType(RoutingType.ANYCAST));
      }
      session.createProducer("Q").send(message);
    }
  }

  @Test
  void aTextThatIsNoneBecomesADeadLetterWithItsBytesAndAllOthersArriveOnce() throws Exception {
    byte[] latin = "Müller".getBytes(StandardCharsets.ISO_8859_1);
    try (JmsBroker broker = Provider.AMQP.broker();
        Publisher publisher =
            new Publisher(new JmsConnectionFactory("amqp://127.0.0.1:" + broker.port()))) {
      publisher.send(publisher.queue("Q"), 30, 1);
      for (String type : List.of("text/plain;charset=utf-8", "text/plain;charset=klingon")) {
        JmsBytesMessage message = (JmsBytesMessage) publisher.session().createBytesMessage();
        message.writeBytes(latin);
        AmqpJmsMessageFacade facade = (AmqpJmsMessageFacade) message.getFacade();
        facade.setContentType(Symbol.valueOf(type));
        facade.removeTracingAnnotation("x-opt-jms-msg-type");
        publisher.send(publisher.queue("Q"), message);
      }
      publisher.send(publisher.queue("Q"), 30, 1);
      try (TestRoute route = route(Provider.AMQP, broker)) {
        await().atMost(LONG).until(() -> route.metrics().acknowledged.count() == 62);
        assertThat(route.metrics().reconnects.count()).isZero();
        List<Body> odd =
            route.read().stream()
                .map(LegacyMessage::body)
                .filter(body -> !(body instanceof Body.Text text && text.text() != null))
                .toList();
        assertThat(odd).hasSize(2).allMatch(body -> java.util.Arrays.equals(bytes(body), latin));
      }
      assertThat(publisher.waiting("Q")).isZero();
      assertThat(publisher.waiting("DLQ")).isZero();
    }
  }

  private static byte[] bytes(Body body) {
    return body instanceof Body.Unreadable unreadable
        ? unreadable.bytes()
        : ((Body.Bytes) body).bytes();
  }

  @Test
  void aDelayThatWasAskedForIsKept() throws Exception {
    for (Provider provider : List.of(Provider.ARTEMIS, Provider.AMQP)) {
      try (JmsBroker broker = provider.broker();
          Publisher publisher = new Publisher(broker.connectionFactory());
          TestRoute route = route(provider, broker)) {
        Instant before = Instant.now();
        try (MessageProducer producer = publisher.session().createProducer(publisher.queue("Q"))) {
          producer.setDeliveryDelay(1_000);
          producer.send(publisher.session().createTextMessage("late"));
        }
        publisher.session().commit();
        publisher.send(publisher.queue("Q"), 1, 1);
        await().atMost(LONG).until(() -> route.metrics().acknowledged.count() == 2);
        List<LegacyMessage> read = List.copyOf(route.read());
        for (LegacyMessage message : read) {
          Instant at = (Instant) message.property(Property.DELIVERY_TIME);
          if (message.body().equals(new Body.Text("late"))) {
            assertThat(at).isBetween(before.plusMillis(999), before.plusSeconds(20));
          } else {
            assertThat(at).isNull();
          }
        }
      }
    }
  }

  /** Two selectors on one queue: with ActiveMQ Classic, an exclusive reader would take all. */
  @Test
  void twoSelectorsOfOneQueueBothGetTheirs() throws Exception {
    for (Provider provider : List.of(Provider.CLASSIC, Provider.ARTEMIS)) {
      HeldSink other = new HeldSink();
      try (JmsBroker broker = provider.broker();
          Publisher publisher = new Publisher(broker.connectionFactory())) {
        Connection.Jms settings = provider.settings(broker.port(), null);
        JmsQueue low = new JmsQueue("legacy", "Q", "n < 50");
        JmsQueue high = new JmsQueue("legacy", "Q", "n >= 50");
        TestRoute one = new TestRoute(low, true, sink, LONG);
        TestRoute two = new TestRoute(high, true, other, LONG);
        try (one;
            two) {
          one.start(runtime -> JmsSource.endpoint(one.camel(), settings, low, runtime));
          two.start(runtime -> JmsSource.endpoint(two.camel(), settings, high, runtime));
          // The broker gives all of a group to one reader.
          publisher.send(publisher.queue("Q"), 100, 100);
          await().atMost(LONG).until(() -> one.metrics().acknowledged.count() == 50);
          await().atMost(LONG).until(() -> two.metrics().acknowledged.count() == 50);
        }
        assertThat(publisher.waiting("Q")).isZero();
      }
    }
  }

  /** ActiveMQ Classic looks at 200 messages for a selector. */
  @Test
  void messagesBehindTwoHundredThatNobodySelectsAreSaid() throws Exception {
    JmsQueue last = new JmsQueue("legacy", "Q", "n >= 300");
    try (JmsBroker broker = Provider.CLASSIC.broker();
        Publisher publisher = new Publisher(broker.connectionFactory());
        TestRoute route = new TestRoute(last, true, sink, LONG)) {
      publisher.send(publisher.queue("Q"), 310, 1);
      Connection.Jms settings = Provider.CLASSIC.settings(broker.port(), null);
      route.start(runtime -> JmsSource.endpoint(route.camel(), settings, last, runtime));
      awaitDetail(route, "queue Q", "selector", "maxPageSize");
      // The look itself lets the broker read on: what the selector wants may arrive after it.
      assertThat(route.metrics().read.count()).isIn(0.0, 10.0);
      assertThat(publisher.waiting("Q")).as("what nobody selects waits").isPositive();
    }
  }

  @Test
  void messagesThatWaitAndDoNotArriveAreSaid() throws Exception {
    JmsQueue taken = new JmsQueue("legacy", "exclusive.Q", null);
    try (JmsBroker broker = Provider.ARTEMIS.broker();
        Publisher other =
            new Publisher(
                new ActiveMQConnectionFactory(broker.uri() + "?consumerWindowSize=1000"));
        TestRoute route = new TestRoute(taken, true, sink, LONG)) {
      var first = other.session().createConsumer(other.queue("exclusive.Q"));
      other.send(other.queue("exclusive.Q"), 500, 1);
      Connection.Jms settings = Provider.ARTEMIS.settings(broker.port(), null);
      route.start(runtime -> JmsSource.endpoint(route.camel(), settings, taken, runtime));
      awaitDetail(route, "messages wait in queue exclusive.Q and none arrives");
      assertThat(route.status().ready()).isFalse();
      first.close();
      await().atMost(LONG).until(() -> route.metrics().acknowledged.count() == 500);
      await().atMost(LONG).until(() -> route.status().ready());
      assertThat(other.waiting("exclusive.Q")).isZero();
    }
  }

  private static void awaitDetail(TestRoute route, CharSequence... parts) {
    await()
        .atMost(LONG)
        .untilAsserted(() -> assertThat(route.status().sourceDetail()).contains(parts));
  }
}

package dev.pontoon.source.jms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.config.RouteConfig;
import dev.pontoon.mapping.Route;
import dev.pontoon.message.Body;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Origin;
import dev.pontoon.message.Property;
import dev.pontoon.rig.jms.JmsBroker;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Session;
import java.io.Serializable;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.qpid.jms.message.JmsMessage;
import org.apache.qpid.jms.message.JmsObjectMessage;
import org.apache.qpid.jms.provider.amqp.message.AmqpJmsMessageFacade;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.Properties;
import org.apache.qpid.proton.amqp.messaging.Section;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Messages as Qpid's AMQP 1.0 client really delivers them, read by Pontoon. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QpidMessagesIT {
  private static final Origin ORIGIN = new Origin("r", "jms", "legacy", "Q", true);

  private JmsBroker broker;
  private Connection connection;
  private Session session;

  @BeforeAll
  void start() throws Exception {
    broker = Provider.AMQP.broker();
    ConnectionFactory factory =
        new JmsConnectionFactories(getClass().getClassLoader())
            .create(Provider.AMQP.settings(broker.port(), null));
    connection = factory.createConnection();
    session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    connection.start();
  }

  @AfterAll
  void end() throws Exception {
    connection.close();
    broker.close();
  }

  private LegacyMessage through(Message message) throws JMSException {
    try (MessageProducer producer = session.createProducer(session.createQueue("Q"));
        MessageConsumer consumer = session.createConsumer(session.createQueue("Q"))) {
      producer.send(message);
      return new JmsMessageReader(ORIGIN).read(consumer.receive(20_000));
    }
  }

  /**
   * Sent as an amqp-value section, as clients of other languages do; Qpid's own takes maps and
   * lists only.
   */
  private Body typed(Object value) throws Exception {
    ObjectMessage message = session.createObjectMessage();
    message.setBooleanProperty("JMS_AMQP_TYPED_ENCODING", true);
    Method body = AmqpJmsMessageFacade.class.getDeclaredMethod("setBody", Section.class);
    body.setAccessible(true);
    body.invoke(((JmsObjectMessage) message).getFacade(), new AmqpValue(value));
    return through(message).body();
  }

  @Test
  void amqpValuesArriveAsWhatTheyAre() throws Exception {
    assertThat(typed(5)).isEqualTo(new Body.Value(5));
    assertThat(typed(true)).isEqualTo(new Body.Value(true));
    assertThat(typed(2.5)).isEqualTo(new Body.Value(2.5));
    assertThat(typed(new java.util.Date(1_704_164_645_123L)))
        .isEqualTo(new Body.Value(java.time.Instant.parse("2024-01-02T03:04:05.123Z")));
    UUID id = UUID.fromString("6f3e2c1a-0000-4000-8000-0123456789ab");
    assertThat(typed(id)).isEqualTo(new Body.Text(id.toString()));
  }

  @Test
  void mapsAndListsWithinEachOtherArrive() throws Exception {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("a", 1);
    map.put("n", new LinkedHashMap<>(Map.of("x", 1L)));
    map.put("l", new ArrayList<>(List.of("y", new ArrayList<>(List.of((short) 2)))));
    assertThat(((Body.Fields) typed(map)).fields()).isEqualTo(map);
    List<Object> list = new ArrayList<>(List.of(1, "x", new ArrayList<>(List.of(2)), map));
    assertThat(((Body.Values) typed(list)).values()).isEqualTo(list);
  }

  @Test
  void jmsMapsArriveWithTheirTypes() throws Exception {
    MapMessage map = session.createMapMessage();
    map.setInt("i", 1);
    map.setBytes("b", new byte[] {3});
    map.setChar("c", 'x');
    Map<String, Object> fields = ((Body.Fields) through(map).body()).fields();
    assertThat(fields).containsEntry("i", 1).containsEntry("c", 'x');
    assertThat((byte[]) fields.get("b")).containsExactly(3);
    assertThat(((Body.Fields) through(session.createMapMessage()).body()).fields()).isEmpty();
  }

  @Test
  void aSerialisedObjectIsItsBytesAndIsNeverMadeAgain() throws Exception {
    Trap.sprung.set(false);
    byte[] bytes =
        ((Body.Serialized) through(session.createObjectMessage(new Trap())).body()).bytes();
    assertThat(bytes).startsWith(0xac, 0xed);
    assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).contains("Trap");
    assertThat(Trap.sprung).isFalse();
  }

  @Test
  void propertiesOfAnyNameArrive() throws Exception {
    Message message = session.createTextMessage("t");
    message.setStringProperty("order-id", "A-17");
    message.setIntProperty("order.no", 3);
    LegacyMessage read = through(message);
    assertThat(read.headers()).containsEntry("order-id", "A-17").containsEntry("order.no", 3);
    Route route = new Route().key(RouteConfig.KeyRule.Kind.HEADER, "order-id");
    assertThat(route.record(read).key()).asString(StandardCharsets.UTF_8).isEqualTo("A-17");
  }

  @Test
  void whatJmsHasNoPlaceForArrives() throws Exception {
    Message message = session.createTextMessage("t");
    message.setIntProperty("JMSXGroupSeq", -1);
    AmqpJmsMessageFacade facade = (AmqpJmsMessageFacade) ((JmsMessage) message).getFacade();
    Properties section = new Properties();
    section.setContentEncoding(Symbol.valueOf("gzip"));
    section.setGroupSequence(UnsignedInteger.MAX_VALUE);
    Method properties =
        AmqpJmsMessageFacade.class.getDeclaredMethod("setProperties", Properties.class);
    properties.setAccessible(true);
    properties.invoke(facade, section);
    facade.setContentType(Symbol.valueOf("text/plain"));
    LegacyMessage read = through(message);
    assertThat(read.properties())
        .containsEntry(Property.CONTENT_TYPE, "text/plain")
        .containsEntry(Property.CONTENT_ENCODING, "gzip")
        .doesNotContainKey(Property.GROUP_SEQUENCE);
    assertThat(read.headers()).containsEntry("JMSXGroupSeq", 4_294_967_295L);
  }

  /** As brokers and clients of other languages send them; and back to the queue. */
  @Test
  void annotationsArriveWithTheirTypesAndGoBack() throws Exception {
    Message message = session.createTextMessage("t");
    AmqpJmsMessageFacade facade = (AmqpJmsMessageFacade) ((JmsMessage) message).getFacade();
    Date at = new Date(1_704_164_645_123L);
    facade.setTracingAnnotation("x-opt-enqueued-time", at);
    facade.setTracingAnnotation("x-opt-partition-key", "k");
    facade.setTracingAnnotation("x-opt-sequence-number", 7L);
    LegacyMessage read = through(message);
    assertThat(read.headers())
        .containsEntry("amqp.annotation.x-opt-enqueued-time", at.toInstant())
        .containsEntry("amqp.annotation.x-opt-partition-key", "k")
        .containsEntry("amqp.annotation.x-opt-sequence-number", 7L)
        .doesNotContainKey("amqp.annotation.x-opt-jms-msg-type");
    JmsMessage back = (JmsMessage) new JmsMessageWriter(session).write(read);
    AmqpJmsMessageFacade written = (AmqpJmsMessageFacade) back.getFacade();
    assertThat(written.getTracingAnnotation("x-opt-enqueued-time")).isEqualTo(at);
    assertThat(back.propertyExists("amqp.annotation.x-opt-partition-key")).isFalse();
    assertThat(through(back).headers()).isEqualTo(read.headers());
  }

  @Test
  void theCommonBodiesStayWhatTheyAre() throws Exception {
    assertThat(through(session.createTextMessage("t")).body()).isEqualTo(new Body.Text("t"));
    assertThat(through(session.createMessage()).body()).isSameAs(Body.Bytes.EMPTY);
  }

  /** Tells when somebody deserialises it. */
  static final class Trap implements Serializable {
    private static final long serialVersionUID = 1;
    static final AtomicBoolean sprung = new AtomicBoolean();

    private void readObject(java.io.ObjectInputStream in) {
      sprung.set(true);
    }
  }
}

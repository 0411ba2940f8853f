package dev.pontoon.source.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.message.Body;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Origin;
import dev.pontoon.message.Property;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.activemq.command.ActiveMQBytesMessage;
import org.apache.activemq.command.ActiveMQMapMessage;
import org.apache.activemq.command.ActiveMQMessage;
import org.apache.activemq.command.ActiveMQObjectMessage;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.ActiveMQStreamMessage;
import org.apache.activemq.command.ActiveMQTextMessage;
import org.apache.activemq.command.ActiveMQTopic;
import org.apache.activemq.command.MessageId;
import org.apache.activemq.util.ByteSequence;
import org.junit.jupiter.api.Test;

class JmsMessageReaderTest {
  private static final Origin ORIGIN = new Origin("r", "jms", "legacy", "Q", true);

  private final JmsMessageReader reader = new JmsMessageReader(ORIGIN);

  private static ActiveMQTextMessage text(String text) throws JMSException {
    ActiveMQTextMessage message = new ActiveMQTextMessage();
    message.setText(text);
    message.setMessageId(new MessageId("ID:host-1:1:1:1:1"));
    return message;
  }

  @Test
  void standardPropertiesArrive() throws Exception {
    ActiveMQTextMessage message = text("hello");
    message.setJMSCorrelationID("c-1");
    message.setJMSType("order");
    message.setJMSDestination(new ActiveMQQueue("Q"));
    message.setJMSReplyTo(new ActiveMQTopic("answers"));
    message.setJMSPriority(7);
    message.setJMSDeliveryMode(2);
    message.setJMSTimestamp(1_700_000_000_123L);
    message.setJMSExpiration(1_700_000_060_000L);
    message.setStringProperty("JMSXGroupID", "g");
    message.setIntProperty("JMSXGroupSeq", 3);
    message.setRedeliveryCounter(2);
    LegacyMessage read = reader.read(message);
    assertThat(read.properties())
        .containsEntry(Property.MESSAGE_ID, message.getJMSMessageID())
        .containsEntry(Property.CORRELATION_ID, "c-1")
        .containsEntry(Property.TYPE, "order")
        .containsEntry(Property.DESTINATION, "queue://Q")
        .containsEntry(Property.REPLY_TO, "topic://answers")
        .containsEntry(Property.PRIORITY, 7)
        .containsEntry(Property.DELIVERY_MODE, 2)
        .containsEntry(Property.TIMESTAMP, Instant.parse("2023-11-14T22:13:20.123Z"))
        .containsEntry(Property.EXPIRATION, "2023-11-14T22:14:20.000Z")
        .containsEntry(Property.GROUP_ID, "g")
        .containsEntry(Property.GROUP_SEQUENCE, 3)
        .containsEntry(Property.DELIVERY_COUNT, 3);
    assertThat(read.redelivered()).isTrue();
    assertThat(read.headers()).isEmpty();
    assertThat(read.body()).isEqualTo(new Body.Text("hello"));
    assertThat(read.origin()).isSameAs(ORIGIN);
  }

  @Test
  void whatIsNotSetIsNotThere() throws Exception {
    LegacyMessage read = reader.read(text("x"));
    assertThat(read.properties())
        .doesNotContainKeys(
            Property.CORRELATION_ID, Property.EXPIRATION, Property.TIMESTAMP, Property.GROUP_ID)
        .containsEntry(Property.DELIVERY_COUNT, 1);
    assertThat(read.redelivered()).isFalse();
  }

  @Test
  void propertiesKeepTheirTypes() throws Exception {
    ActiveMQTextMessage message = text("x");
    message.setBooleanProperty("boolean", true);
    message.setByteProperty("byte", (byte) 1);
    message.setShortProperty("short", (short) 2);
    message.setIntProperty("int", 3);
    message.setLongProperty("long", 4L);
    message.setFloatProperty("float", 5.5f);
    message.setDoubleProperty("double", 6.5);
    message.setStringProperty("string", "text");
    message.setStringProperty("JMSXConsumerTXID", "tx");
    assertThat(reader.read(message).headers())
        .containsEntry("boolean", true)
        .containsEntry("byte", (byte) 1)
        .containsEntry("short", (short) 2)
        .containsEntry("int", 3)
        .containsEntry("long", 4L)
        .containsEntry("float", 5.5f)
        .containsEntry("double", 6.5)
        .containsEntry("string", "text")
        .containsEntry("JMSXConsumerTXID", "tx")
        .hasSize(9);
  }

  @Test
  void bytesAreExact() throws Exception {
    byte[] content = new byte[70_000];
    new java.util.Random(7).nextBytes(content);
    ActiveMQBytesMessage message = new ActiveMQBytesMessage();
    message.writeBytes(content);
    message.reset();
    assertThat(((Body.Bytes) reader.read(message).body()).bytes()).isEqualTo(content);
  }

  @Test
  void emptyBodiesOfEachKind() throws Exception {
    ActiveMQBytesMessage bytes = new ActiveMQBytesMessage();
    bytes.reset();
    assertThat(reader.read(bytes).body()).isSameAs(Body.Bytes.EMPTY);
    assertThat(reader.read(new ActiveMQMessage()).body()).isSameAs(Body.Bytes.EMPTY);
    assertThat(reader.read(new ActiveMQTextMessage()).body()).isEqualTo(new Body.Text(null));
    assertThat(((Body.Fields) reader.read(new ActiveMQMapMessage()).body()).fields()).isEmpty();
  }

  @Test
  void mapsAndStreamsKeepTheirTypes() throws Exception {
    ActiveMQMapMessage map = new ActiveMQMapMessage();
    map.setInt("i", 1);
    map.setString("s", "two");
    map.setBytes("b", new byte[] {3});
    map.setChar("c", 'x');
    Map<String, Object> fields = ((Body.Fields) reader.read(map).body()).fields();
    assertThat(fields).containsEntry("i", 1).containsEntry("s", "two").containsEntry("c", 'x');
    assertThat((byte[]) fields.get("b")).containsExactly(3);

    ActiveMQStreamMessage stream = new ActiveMQStreamMessage();
    stream.writeInt(1);
    stream.writeString(null);
    stream.writeDouble(2.5);
    stream.reset();
    assertThat(((Body.Values) reader.read(stream).body()).values()).containsExactly(1, null, 2.5);
  }

  @Test
  void anObjectIsNeverMadeAgain() throws Exception {
    ActiveMQObjectMessage message = new ActiveMQObjectMessage();
    message.setObject(new Trap());
    message.storeContent();
    Trap.sprung.set(false);
    byte[] bytes = ((Body.Serialized) reader.read(message).body()).bytes();
    assertThat(Trap.sprung).isFalse();
    assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).contains("Trap");
  }

  /** It is in memory as a whole: asking for it again would give back others in vain. */
  @Test
  void aDamagedMapIsPassedOnAtOnceWithItsBytes() throws Exception {
    ActiveMQMapMessage message = new ActiveMQMapMessage();
    message.setMessageId(new MessageId("ID:host-1:1:1:1:2"));
    message.setStringProperty("kept", "yes");
    message.setContent(new ByteSequence(new byte[] {0, 0, 0, 9, 1, 2}));
    LegacyMessage read = new DamagedMessages(ORIGIN).read(new Receiver.Received(message, null));
    assertThat(read.text(Property.MESSAGE_ID)).isEqualTo(message.getJMSMessageID());
    assertThat(read.headers()).containsEntry("kept", "yes");
    Body.Unreadable body = (Body.Unreadable) read.body();
    assertThat(body.bytes()).containsExactly(0, 0, 0, 9, 1, 2);
    assertThat(body.why()).contains("can't be read", "the body is the content as the client keeps");
  }

  /** The body of an unknown client's message may come while it is read. */
  @Test
  void severalOfAnUnknownClientAreAskedForAgainAndAllPassTheSecondTime() throws Exception {
    DamagedMessages messages = new DamagedMessages(ORIGIN);
    List<Receiver.Received> batch = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      TextMessage message = foreign("ID:" + i);
      Receiver.Received received = new Receiver.Received(message, null);
      batch.add(received);
      assertThatThrownBy(() -> messages.read(received)).isInstanceOf(JMSException.class);
    }
    for (Receiver.Received received : batch) {
      assertThat(messages.read(received).body()).isInstanceOf(Body.Unreadable.class);
    }
  }

  private static TextMessage foreign(String id) {
    return (TextMessage)
        Proxy.newProxyInstance(
            TextMessage.class.getClassLoader(),
            new Class<?>[] {TextMessage.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getJMSMessageID" -> id;
                  case "getText" -> throw new JMSException("the stream broke");
                  case "getPropertyNames" -> Collections.emptyEnumeration();
                  case "getJMSRedelivered" -> false;
                  case "getJMSPriority", "getJMSDeliveryMode" -> 4;
                  case "getJMSExpiration", "getJMSTimestamp", "getJMSDeliveryTime" -> 0L;
                  default -> null;
                });
  }

  @Test
  void aGoodMessageIsReadAtOnce() throws Exception {
    Message message = text("good");
    assertThat(new DamagedMessages(ORIGIN).read(new Receiver.Received(message, null)).body())
        .isEqualTo(new Body.Text("good"));
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

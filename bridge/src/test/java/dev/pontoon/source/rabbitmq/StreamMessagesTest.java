package dev.pontoon.source.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.message.Body;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Origin;
import dev.pontoon.message.Property;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedByte;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.messaging.AmqpSequence;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.Header;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.apache.qpid.proton.amqp.messaging.Properties;
import org.apache.qpid.proton.codec.AMQPDefinedTypes;
import org.apache.qpid.proton.codec.DecoderImpl;
import org.apache.qpid.proton.codec.EncoderImpl;
import org.junit.jupiter.api.Test;

class StreamMessagesTest {
  private final StreamMessages messages =
      new StreamMessages(new Origin("r", "rabbitmq", "legacy", "orders", false), "orders");

  private static byte[] encoded(Object... sections) {
    DecoderImpl decoder = new DecoderImpl();
    EncoderImpl encoder = new EncoderImpl(decoder);
    AMQPDefinedTypes.registerAllTypes(decoder, encoder);
    ByteBuffer buffer = ByteBuffer.allocate(10_000);
    encoder.setByteBuffer(buffer);
    for (Object section : sections) {
      encoder.writeObject(section);
    }
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  private static Data data(String text) {
    return new Data(new Binary(text.getBytes(StandardCharsets.UTF_8)));
  }

  private LegacyMessage read(Object... sections) {
    return messages.read("orders", 7, encoded(sections));
  }

  private static MessageAnnotations annotations(Map<String, Object> notes) {
    Map<Symbol, Object> symbols = new HashMap<>();
    notes.forEach((name, value) -> symbols.put(Symbol.valueOf(name), value));
    return new MessageAnnotations(symbols);
  }

  @Test
  void whatRabbitMq3WritesForAnAmqp091Publisher() {
    Properties standard = new Properties();
    standard.setMessageId("m-1");
    standard.setUserId(new Binary("guest".getBytes(StandardCharsets.UTF_8)));
    standard.setReplyTo("answers");
    standard.setCreationTime(new Date(1_700_000_000_000L));
    Map<String, Object> own = new HashMap<>();
    own.put("x-basic-type", "created");
    own.put("x-basic-app-id", "app");
    own.put("n", null);
    own.put("number", 5);
    LegacyMessage message =
        read(
            annotations(
                Map.of(
                    "x-exchange", "shop",
                    "x-routing-key", "order.new",
                    "x-basic-priority", UnsignedByte.valueOf((byte) 4),
                    "x-basic-delivery-mode", UnsignedByte.valueOf((byte) 2),
                    "x-basic-expiration", "60000")),
            standard,
            new ApplicationProperties(own),
            data("body"));
    assertThat(message.properties())
        .containsEntry(Property.EXCHANGE, "shop")
        .containsEntry(Property.ROUTING_KEY, "order.new")
        .containsEntry(Property.PRIORITY, 4)
        .containsEntry(Property.DELIVERY_MODE, 2)
        .containsEntry(Property.EXPIRATION, "60000")
        .containsEntry(Property.TYPE, "created")
        .containsEntry(Property.APP_ID, "app")
        .containsEntry(Property.MESSAGE_ID, "m-1")
        .containsEntry(Property.USER_ID, "guest")
        .containsEntry(Property.REPLY_TO, "answers")
        .containsEntry(Property.TIMESTAMP, Instant.ofEpochSecond(1_700_000_000))
        .containsEntry(Property.STREAM_OFFSET, 7L)
        .doesNotContainKey(Property.STREAM);
    assertThat(message.headers()).containsOnlyKeys("n", "number").containsEntry("number", 5);
    assertThat(((Body.Bytes) message.body()).bytes()).isEqualTo("body".getBytes());
  }

  @Test
  void whatRabbitMq4WritesForAnAmqp091Publisher() {
    Header header = new Header();
    header.setDurable(true);
    header.setPriority(UnsignedByte.valueOf((byte) 9));
    header.setTtl(UnsignedInteger.valueOf(60_000));
    Properties standard = new Properties();
    standard.setReplyTo("/queues/an%20swers");
    standard.setGroupId("app");
    LegacyMessage message =
        read(header, annotations(Map.of("x-own", "o", "x-basic-type", "t")), standard, data(""));
    assertThat(message.properties())
        .containsEntry(Property.DELIVERY_MODE, 2)
        .containsEntry(Property.PRIORITY, 9)
        .containsEntry(Property.EXPIRATION, "60000")
        .containsEntry(Property.REPLY_TO, "an swers")
        .containsEntry(Property.APP_ID, "app")
        .containsEntry(Property.TYPE, "t")
        .containsEntry(Property.EXCHANGE, "")
        .containsEntry(Property.ROUTING_KEY, "orders");
    assertThat(message.headers()).isEqualTo(Map.of("x-own", "o"));
    assertThat(message.body()).isEqualTo(Body.Bytes.EMPTY);
  }

  @Test
  void idsOfEveryType() {
    Properties standard = new Properties();
    standard.setMessageId(UnsignedLong.valueOf(77));
    standard.setCorrelationId(new Binary(new byte[] {1, 2}));
    LegacyMessage message = read(standard, data("x"));
    assertThat(message.property(Property.MESSAGE_ID)).isEqualTo("77");
    assertThat(message.property(Property.CORRELATION_ID)).isNull();
    assertThat(message.headers().get("x-correlation-id")).isEqualTo(new byte[] {1, 2});
    standard.setMessageId(UUID.fromString("12345678-1234-5678-1234-567812345678"));
    assertThat(read(standard, data("x")).property(Property.MESSAGE_ID))
        .isEqualTo("urn:uuid:12345678-1234-5678-1234-567812345678");
  }

  @Test
  void bodiesThatAreNoBytes() {
    assertThat(read(new AmqpValue("text")).body()).isEqualTo(new Body.Text("text"));
    assertThat(read(new AmqpValue(42)).body()).isEqualTo(new Body.Value(42));
    assertThat(read(new AmqpValue(null)).body()).isEqualTo(Body.Bytes.EMPTY);
    assertThat(((Body.Fields) read(new AmqpValue(Map.of("k", 1))).body()).fields())
        .isEqualTo(Map.of("k", 1));
    LegacyMessage several =
        read(new AmqpSequence(List.of(1, 2)), new AmqpSequence(List.of("three")));
    assertThat(((Body.Values) several.body()).values()).isEqualTo(List.of(1, 2, "three"));
    LegacyMessage parts = read(data("one "), data("two"));
    assertThat(((Body.Bytes) parts.body()).bytes()).isEqualTo("one two".getBytes());
  }

  @Test
  void aPartitionOfASuperStreamIsNamed() {
    LegacyMessage message = messages.read("orders-1", 3, encoded(data("x")));
    assertThat(message.property(Property.STREAM)).isEqualTo("orders-1");
  }

  @Test
  void whatIsNoAmqpIsKept() {
    byte[] nonsense = {0, 0x53, 0x75, 1, 2, 3};
    LegacyMessage message = messages.read("orders", 3, nonsense);
    assertThat(message.body()).isInstanceOf(Body.Unreadable.class);
    assertThat(((Body.Unreadable) message.body()).bytes()).isEqualTo(nonsense);
    assertThat(message.property(Property.STREAM_OFFSET)).isEqualTo(3L);
  }
}

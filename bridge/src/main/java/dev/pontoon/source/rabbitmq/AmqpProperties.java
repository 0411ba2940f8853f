package dev.pontoon.source.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.ContentHeaderPropertyWriter;
import com.rabbitmq.client.impl.LongStringHelper;
import com.rabbitmq.client.impl.ValueWriter;
import dev.pontoon.message.FarTime;
import dev.pontoon.message.ForeignText;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Property;
import dev.pontoon.message.RawText;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A legacy message's properties and headers on their way back to a queue, with every field type. It
 * writes itself: the client's own properties are text and can't hold strings that are not UTF-8,
 * nor far times. The getters say nothing.
 */
final class AmqpProperties extends AMQP.BasicProperties {
  private static final int LONGEST = 255;

  private final LegacyMessage message;

  AmqpProperties(LegacyMessage message) {
    this.message = message;
  }

  @Override
  public void writePropertiesTo(ContentHeaderPropertyWriter out) throws IOException {
    for (Property property : WireReader.IN_ORDER) {
      out.writePresence(
          property == null ? !message.headers().isEmpty() : message.property(property) != null);
    }
    out.finishPresence();
    for (Property property : WireReader.IN_ORDER) {
      Object value = property == null ? null : message.property(property);
      if (value != null) {
        writeProperty(value, out);
      } else if (property == null && !message.headers().isEmpty()) {
        ByteArrayOutputStream headers = new ByteArrayOutputStream();
        writeTable(CopyHeaders.escaped(message.headers()), new DataOutputStream(headers));
        write(headers.toByteArray(), out);
      }
    }
  }

  /**
   * Bytes that it takes in a frame.
   *
   * @throws IllegalArgumentException when AMQP can't hold a value
   */
  int size() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    writePropertiesTo(new ContentHeaderPropertyWriter(new DataOutputStream(bytes)));
    return bytes.size();
  }

  private static void writeProperty(Object value, ContentHeaderPropertyWriter out)
      throws IOException {
    if (value instanceof Integer octet) {
      out.writeOctet(octet);
    } else if (value instanceof Instant || value instanceof FarTime) {
      out.writeLonglong(seconds(value));
    } else {
      byte[] text = bytes(value);
      out.writeOctet(text.length);
      write(text, out);
    }
  }

  private static void write(byte[] bytes, ContentHeaderPropertyWriter out) throws IOException {
    for (byte octet : bytes) {
      out.writeOctet(octet);
    }
  }

  private static byte[] bytes(Object text) {
    byte[] bytes = text instanceof RawText raw ? raw.bytes() : WireText.bytes(text.toString());
    if (bytes.length > LONGEST) {
      throw new IllegalArgumentException(
          "AMQP's short strings have at most " + LONGEST + " bytes, not " + bytes.length);
    }
    return bytes;
  }

  private static long seconds(Object time) {
    return time instanceof FarTime far ? far.seconds() : ((Instant) time).getEpochSecond();
  }

  private static void writeTable(Map<?, ?> table, DataOutputStream out) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream fields = new DataOutputStream(bytes);
    for (Map.Entry<?, ?> field : table.entrySet()) {
      byte[] name = bytes(String.valueOf(field.getKey()));
      fields.writeByte(name.length);
      fields.write(name);
      writeValue(field.getValue(), fields);
    }
    out.writeInt(bytes.size());
    bytes.writeTo(out);
  }

  private static void writeList(List<?> list, DataOutputStream out) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream elements = new DataOutputStream(bytes);
    for (Object element : list) {
      writeValue(element, elements);
    }
    out.writeInt(bytes.size());
    bytes.writeTo(out);
  }

  @SuppressWarnings("NullAway") // the client writes null as the protocol's void
  private static void writeValue(@Nullable Object value, DataOutputStream out) throws IOException {
    if (value instanceof Instant || value instanceof FarTime) {
      out.writeByte('T');
      out.writeLong(seconds(value));
    } else if (value instanceof Map<?, ?> table) {
      out.writeByte('F');
      writeTable(table, out);
    } else if (value instanceof List<?> list) {
      out.writeByte('A');
      writeList(list, out);
    } else if (value instanceof RawText raw) {
      new ValueWriter(out).writeFieldValue(LongStringHelper.asLongString(raw.bytes()));
    } else if (value instanceof Character
        || value instanceof BigInteger
        || value instanceof ForeignText) {
      // Only steps of a route make these; AMQP has no type for them.
      new ValueWriter(out).writeFieldValue(value.toString());
    } else {
      new ValueWriter(out).writeFieldValue(value);
    }
  }
}

package dev.pontoon.source.rabbitmq;

import dev.pontoon.message.FarTime;
import dev.pontoon.message.Property;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads properties and headers from their frames as exactly as the broker sent them, where the
 * client's own reading loses something: short strings that are not UTF-8, times beyond 64 bits of
 * milliseconds. Only for frames that the client has read without complaint.
 */
final class WireReader {
  /** As they follow each other in a content header; null is the table of the headers. */
  static final List<@Nullable Property> IN_ORDER =
      Collections.unmodifiableList(
          Arrays.asList(
              Property.CONTENT_TYPE,
              Property.CONTENT_ENCODING,
              null,
              Property.DELIVERY_MODE,
              Property.PRIORITY,
              Property.CORRELATION_ID,
              Property.REPLY_TO,
              Property.EXPIRATION,
              Property.MESSAGE_ID,
              Property.TIMESTAMP,
              Property.TYPE,
              Property.USER_ID,
              Property.APP_ID,
              Property.CLUSTER_ID));

  /** Class, weight and size of the body come first. */
  private static final int FLAGS = 12;

  /** Class and method come first. */
  private static final int CONSUMER_TAG = 4;

  /** Delivery tag and whether it is redelivered. */
  private static final int BEFORE_EXCHANGE = 9;

  private static final int FIRST_FLAG = 0x8000;
  private static final long FAR = Long.MAX_VALUE / 1000;

  private WireReader() {}

  /** Puts the properties that are set; returns the headers. */
  static Map<String, @Nullable Object> header(byte[] frame, Map<Property, Object> properties) {
    ByteBuffer in = ByteBuffer.wrap(frame).position(FLAGS);
    int flags = in.getShort();
    Map<String, @Nullable Object> headers = Map.of();
    for (int i = 0; i < IN_ORDER.size(); i++) {
      if ((flags & FIRST_FLAG >> i) != 0) {
        Property property = IN_ORDER.get(i);
        if (property == null) {
          headers = table(in);
        } else {
          properties.put(property, property(property, in));
        }
      }
    }
    return headers;
  }

  private static Object property(Property property, ByteBuffer in) {
    if (property == Property.TIMESTAMP) {
      return time(in.getLong());
    }
    return property.type() == Integer.class ? (Object) (in.get() & 0xFF) : WireText.value(name(in));
  }

  /** The time of a message that has one; skips the rest. */
  static Object timestamp(byte[] frame) {
    ByteBuffer in = ByteBuffer.wrap(frame).position(FLAGS);
    int flags = in.getShort();
    int at = in.position();
    for (int i = 0; IN_ORDER.get(i) != Property.TIMESTAMP; i++) {
      if ((flags & FIRST_FLAG >> i) != 0) {
        Property property = IN_ORDER.get(i);
        if (property == null) {
          at += Integer.BYTES + in.getInt(at);
        } else {
          at += 1 + (property.type() == Integer.class ? 0 : in.get(at) & 0xFF);
        }
      }
    }
    return time(in.getLong(at));
  }

  /** Puts exchange and routing key. */
  static void address(byte[] deliver, Map<Property, Object> properties) {
    int length = deliver[CONSUMER_TAG] & 0xFF;
    int at = CONSUMER_TAG + 1 + length + BEFORE_EXCHANGE;
    ByteBuffer in = ByteBuffer.wrap(deliver).position(at);
    properties.put(Property.EXCHANGE, WireText.value(name(in)));
    properties.put(Property.ROUTING_KEY, WireText.value(name(in)));
  }

  private static Map<String, @Nullable Object> table(ByteBuffer in) {
    ByteBuffer fields = part(in, in.getInt());
    Map<String, @Nullable Object> table = new LinkedHashMap<>();
    while (fields.hasRemaining()) {
      String name = WireText.name(name(fields));
      Object value = value(fields);
      if (!table.containsKey(name)) { // of two with one name the first counts, as for the client
        table.put(name, value);
      }
    }
    return table;
  }

  private static List<@Nullable Object> list(ByteBuffer in) {
    ByteBuffer elements = part(in, in.getInt());
    List<@Nullable Object> list = new ArrayList<>();
    while (elements.hasRemaining()) {
      list.add(value(elements));
    }
    return list;
  }

  /** Of the same types as the client's. */
  private static @Nullable Object value(ByteBuffer in) {
    byte type = in.get();
    return switch (type) {
      case 't' -> in.get() != 0;
      case 'b' -> in.get();
      case 'B' -> in.get() & 0xFF;
      case 's' -> in.getShort();
      case 'u' -> in.getShort() & 0xFFFF;
      case 'I' -> in.getInt();
      case 'i' -> Integer.toUnsignedLong(in.getInt());
      case 'l' -> in.getLong();
      case 'f' -> in.getFloat();
      case 'd' -> in.getDouble();
      case 'D' -> {
        int scale = in.get() & 0xFF;
        yield new BigDecimal(BigInteger.valueOf(in.getInt()), scale);
      }
      case 'S' -> WireText.value(bytes(in, in.getInt()));
      case 'x' -> bytes(in, in.getInt());
      case 'T' -> time(in.getLong());
      case 'F' -> table(in);
      case 'A' -> list(in);
      case 'V' -> null;
      default -> throw new IllegalArgumentException("the client does not know type " + type);
    };
  }

  /** Times before 1970 are negative by custom. */
  private static Object time(long seconds) {
    return seconds >= -FAR && seconds <= FAR
        ? Instant.ofEpochSecond(seconds)
        : new FarTime(seconds);
  }

  private static byte[] name(ByteBuffer in) {
    return bytes(in, in.get() & 0xFF);
  }

  private static byte[] bytes(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  /** What is left, where the length promises more: so does the client. */
  private static ByteBuffer part(ByteBuffer in, int length) {
    int there = length < 0 ? in.remaining() : Math.min(length, in.remaining());
    ByteBuffer part = in.slice(in.position(), there);
    in.position(in.position() + there);
    return part;
  }
}

package dev.pontoon.delivery;

import dev.pontoon.message.Body;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Property;
import dev.pontoon.message.RawText;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What makes a message the same message when it is delivered again: its id and everything else that
 * its publisher chose: body, routing key, properties and headers. Publishers choose ids themselves
 * (AMQP of both kinds, STOMP) and use them again; an id used twice does not make two messages one,
 * or the second would be lost.
 *
 * <p>128 bits: a 64-bit hash of id, properties and headers, each value with its type; and one of
 * the body with its length.
 */
public record Identity(long high, long low) {
  private static final long OFFSET = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private static final Property[] PROPERTIES = Property.values();

  /** RabbitMQ's: other values at each delivery of the same message. */
  private static final Set<String> COUNTERS = Set.of("x-delivery-count", "x-acquired-count");

  /** What JMS clients begin the ids with that they make, and what Qpid makes of foreign ones. */
  private static final String MADE = "ID:";

  private static final String FOREIGN = "ID:AMQP_";

  /** Returns null for a message without an id: it can't be told from an equal one. */
  public static @Nullable Identity of(LegacyMessage message) {
    Object id = message.property(Property.MESSAGE_ID);
    if (id == null || id.equals("")) {
      return null;
    }
    return new Identity(hash(id) ^ mixed(content(message)), body(message.body()));
  }

  /**
   * Whether the publisher's client library made the id, so that it comes a second time only with
   * the same message: JMS brokers may forget in a crash that they had delivered it.
   */
  static boolean saysEnough(LegacyMessage message) {
    String id = message.text(Property.MESSAGE_ID);
    return message.origin().brokerAssignsIds()
        && id != null
        && id.startsWith(MADE)
        && !id.startsWith(FOREIGN);
  }

  private static long body(Body body) {
    if (body instanceof Body.Bytes bytes) {
      return checksum(bytes.bytes());
    } else if (body instanceof Body.Text text) {
      return text.text() == null ? 0 : hash(text.text());
    } else if (body instanceof Body.Fields fields) {
      return hash(fields.fields());
    } else if (body instanceof Body.Values values) {
      return hash(values.values());
    } else if (body instanceof Body.Value value) {
      return hash(value.value());
    } else if (body instanceof Body.Serialized serialized) {
      return checksum(serialized.bytes());
    } else {
      byte[] kept = ((Body.Unreadable) body).bytes();
      return kept == null ? 0 : checksum(kept);
    }
  }

  private static long checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return crc.getValue() << 32 | bytes.length;
  }

  /** Independent of the order; the broker's own counters of deliveries are left out. */
  private static long content(LegacyMessage message) {
    long sum = 0;
    for (Property property : PROPERTIES) {
      Object value = message.property(property);
      if (value != null && property != Property.DELIVERY_COUNT && property != Property.MESSAGE_ID) {
        sum += mixed(property.ordinal() * PRIME ^ hash(value));
      }
    }
    for (Map.Entry<String, @Nullable Object> entry : message.headers().entrySet()) {
      String name = entry.getKey();
      if (!COUNTERS.contains(name)) {
        sum += mixed(hash(name) * PRIME ^ hash(entry.getValue()));
      }
    }
    return sum;
  }

  /**
   * By content and type: arrays have hash codes of their own in each process, and {@code hashCode}
   * makes one of 0 and -1, 5 and 5L, "Aa" and "BB".
   */
  private static long hash(@Nullable Object value) {
    if (value instanceof String text) {
      return hash(text);
    } else if (value instanceof Long || value instanceof Integer || value instanceof Short) {
      return typed(value, ((Number) value).longValue());
    } else if (value instanceof byte[] bytes) {
      return typed(value, checksum(bytes));
    } else if (value instanceof RawText raw) {
      return typed(value, checksum(raw.bytes()));
    } else if (value instanceof List<?> list) {
      long hash = OFFSET;
      for (Object element : list) {
        hash = (hash ^ hash(element)) * PRIME;
      }
      return mixed(hash + 1);
    } else if (value instanceof Map<?, ?> table) {
      long sum = 0;
      for (Map.Entry<?, ?> entry : table.entrySet()) {
        sum += mixed(hash(String.valueOf(entry.getKey())) * PRIME ^ hash(entry.getValue()));
      }
      return mixed(sum + 2);
    } else {
      return value == null ? PRIME : typed(value, hash(value.toString()));
    }
  }

  private static long typed(Object value, long hash) {
    return mixed(hash ^ value.getClass().getName().hashCode() * PRIME);
  }

  /** FNV-1a over the characters, mixed once more because ids often differ in the last one only. */
  private static long hash(String text) {
    long hash = OFFSET;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * PRIME;
    }
    return mixed(hash);
  }

  private static long mixed(long value) {
    long hash = (value ^ value >>> 32) * 0x9e3779b97f4a7c15L;
    return hash ^ hash >>> 29;
  }
}

package dev.pontoon.delivery;

import dev.pontoon.message.Body;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Property;
import dev.pontoon.message.RawText;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What makes a message the same message when it is delivered again: its id, and where publishers
 * choose ids themselves everything else that they chose: body, routing key, properties and headers.
 * An id used twice does not make two messages one, or the second would be lost when it comes again.
 *
 * <p>128 bits: a 64-bit hash of id, properties and headers, 32 of the body's checksum, 32 of its
 * length and routing key.
 */
public record Identity(long high, long low) {
  private static final long OFFSET = 0xcbf29ce484222325L;

  /** For a second hash of the same text: any other number. */
  private static final long OTHER_OFFSET = 0x9ae16a3b2f90404fL;

  private static final long PRIME = 0x100000001b3L;

  private static final Property[] PROPERTIES = Property.values();

  /** RabbitMQ's: other values at each delivery of the same message. */
  private static final Set<String> COUNTERS = Set.of("x-delivery-count", "x-acquired-count");

  /** Returns null for a message without an id: it can't be told from an equal one. */
  public static @Nullable Identity of(LegacyMessage message) {
    String id = message.text(Property.MESSAGE_ID);
    if (id == null || id.isEmpty()) {
      return null;
    }
    long high = hash(id, OFFSET);
    if (message.origin().brokerAssignsIds()) {
      return new Identity(high, hash(id, OTHER_OFFSET));
    }
    String routingKey = message.text(Property.ROUTING_KEY);
    int check = 0;
    int length = 0;
    if (message.body() instanceof Body.Bytes body) {
      CRC32C crc = new CRC32C();
      crc.update(body.bytes());
      check = (int) crc.getValue();
      length = body.bytes().length;
    } else if (message.body() instanceof Body.Text body && body.text() != null) {
      check = body.text().hashCode();
      length = body.text().length();
    }
    int place = length * 31 + (routingKey == null ? 0 : routingKey.hashCode());
    high ^= mixed(content(message));
    return new Identity(high, (long) check << 32 | place & 0xffffffffL);
  }

  /** Independent of the order; the broker's own counters of deliveries are left out. */
  private static long content(LegacyMessage message) {
    long sum = 0;
    for (Property property : PROPERTIES) {
      Object value = message.property(property);
      if (value != null && property != Property.DELIVERY_COUNT && property != Property.MESSAGE_ID) {
        sum += mixed(property.ordinal() * PRIME ^ value.hashCode());
      }
    }
    for (Map.Entry<String, @Nullable Object> entry : message.headers().entrySet()) {
      String name = entry.getKey();
      if (!COUNTERS.contains(name)) {
        sum += mixed(name.hashCode() * PRIME ^ hash(entry.getValue()));
      }
    }
    return sum;
  }

  /** By content: arrays have hash codes of their own in each process. */
  private static long hash(@Nullable Object value) {
    if (value instanceof byte[] bytes) {
      return Arrays.hashCode(bytes);
    } else if (value instanceof RawText raw) {
      return Arrays.hashCode(raw.bytes());
    } else if (value instanceof List<?> list) {
      long hash = OFFSET;
      for (Object element : list) {
        hash = (hash ^ hash(element)) * PRIME;
      }
      return hash;
    } else if (value instanceof Map<?, ?> table) {
      long sum = 0;
      for (Map.Entry<?, ?> entry : table.entrySet()) {
        sum += mixed(String.valueOf(entry.getKey()).hashCode() * PRIME ^ hash(entry.getValue()));
      }
      return sum;
    } else {
      return value == null ? 0 : value.hashCode();
    }
  }

  /** FNV-1a over the characters, mixed once more because ids often differ in the last one only. */
  private static long hash(String text, long offset) {
    long hash = offset;
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

package dev.pontoon.delivery;

import dev.pontoon.message.Body;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Property;
import dev.pontoon.message.RawText;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Makes the identities of messages. For one thread at a time; makes no garbage of long texts. */
final class Identities {
  private static final long OFFSET = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private static final Property[] PROPERTIES = Property.values();

  /** RabbitMQ's: other values at each delivery of the same message. */
  private static final Set<String> COUNTERS = Set.of("x-delivery-count", "x-acquired-count");

  /** Longer texts are summed up as bytes are, which costs a tenth. */
  private static final int LONG = 512;

  private final @Nullable String header;
  private @Nullable Scratch scratch;

  /**
   * @param header what it holds is the id of a message that has no other; null for none
   */
  Identities(@Nullable String header) {
    this.header = header;
  }

  /** Returns null for a message without an id: it can't be told from an equal one. */
  @Nullable Identity of(LegacyMessage message) {
    Object id = message.property(Property.MESSAGE_ID);
    if (isNothing(id) && header != null) {
      id = message.headers().get(header);
    }
    if (id == null || isNothing(id)) {
      return null;
    }
    return new Identity(hash(id) ^ mixed(content(message)), body(message.body()));
  }

  private static boolean isNothing(@Nullable Object id) {
    return id == null || id.equals("");
  }

  /** Checksum and length, or what stands for them where the body is no bytes. */
  long body(Body body) {
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
  private long content(LegacyMessage message) {
    long sum = 0;
    for (Property property : PROPERTIES) {
      Object value = message.property(property);
      if (value != null && !isOfTheDelivery(property) && property != Property.MESSAGE_ID) {
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

  private static boolean isOfTheDelivery(Property property) {
    return property == Property.DELIVERY_COUNT || property == Property.LATE;
  }

  /**
   * By content and type: arrays have hash codes of their own in each process, and {@code hashCode}
   * makes one of 0 and -1, 5 and 5L, "Aa" and "BB".
   */
  private long hash(@Nullable Object value) {
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

  private long typed(Object value, long hash) {
    return mixed(hash ^ value.getClass().getName().hashCode() * PRIME);
  }

  /** FNV-1a over the characters, mixed once more because ids often differ in the last one only. */
  private long hash(String text) {
    if (text.length() > LONG) {
      return hashLong(text);
    }
    long hash = OFFSET;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * PRIME;
    }
    return mixed(hash);
  }

  /** CRC-32C over the characters, lower byte first, and their number. */
  private long hashLong(String text) {
    if (scratch == null) {
      scratch = new Scratch();
    }
    return mixed(scratch.checksum(text) << 32 | text.length());
  }

  private static long mixed(long value) {
    long hash = (value ^ value >>> 32) * 0x9e3779b97f4a7c15L;
    return hash ^ hash >>> 29;
  }

  /** Takes a text's characters out piece by piece. */
  private static final class Scratch {
    private static final int PIECE = 2_048;

    private final char[] characters = new char[PIECE];
    private final ByteBuffer bytes =
        ByteBuffer.allocate(PIECE * Character.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final CharBuffer view = bytes.asCharBuffer();
    private final CRC32C sum = new CRC32C();

    long checksum(String text) {
      sum.reset();
      for (int from = 0; from < text.length(); from += PIECE) {
        int to = Math.min(text.length(), from + PIECE);
        text.getChars(from, to, characters, 0);
        view.clear();
        view.put(characters, 0, to - from);
        sum.update(bytes.array(), 0, (to - from) * Character.BYTES);
      }
      return sum.getValue();
    }
  }
}

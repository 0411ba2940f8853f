package dev.pontoon.delivery;

import dev.pontoon.message.Body;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Property;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What makes a message the same message when it is delivered again: its id, and where publishers
 * choose ids themselves also routing key, redrive, length and checksum of the body, so that an id
 * used twice does not make two messages one.
 *
 * <p>128 bits: a 64-bit hash of the id, 32 of the body's checksum, 32 of its length and routing
 * key.
 */
public record Identity(long high, long low) {
  private static final long OFFSET = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  /** Returns null for a message without an id: it can't be told from an equal one. */
  public static @Nullable Identity of(LegacyMessage message) {
    String id = message.text(Property.MESSAGE_ID);
    if (id == null || id.isEmpty()) {
      return null;
    }
    long high = hash(id);
    if (message.origin().brokerAssignsIds()) {
      return new Identity(high, hash(id + "#"));
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
    Object redrive = message.headers().get(LegacyMessage.REDRIVE);
    if (redrive != null) {
      high ^= hash(redrive.toString());
    }
    return new Identity(high, (long) check << 32 | place & 0xffffffffL);
  }

  /** FNV-1a over the characters, mixed once more because ids often differ in the last one only. */
  private static long hash(String text) {
    long hash = OFFSET;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * PRIME;
    }
    hash ^= hash >>> 32;
    hash *= 0x9e3779b97f4a7c15L;
    return hash ^ hash >>> 29;
  }
}

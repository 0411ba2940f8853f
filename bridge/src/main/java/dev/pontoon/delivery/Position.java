package dev.pontoon.delivery;

import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Property;
import org.jspecify.annotations.Nullable;

/**
 * A message's place in a stream, which stays the same however often it is read.
 *
 * @param stream the stream, or the partition of a super stream
 * @param print of the body: another stream that was made under the same name holds another message
 *     at this offset
 */
public record Position(String stream, long offset, long print) {

  /** Returns null for a message that was not read from a stream. */
  public static @Nullable Position of(LegacyMessage message) {
    return of(message, new Identities(null));
  }

  static @Nullable Position of(LegacyMessage message, Identities identities) {
    if (!(message.property(Property.STREAM_OFFSET) instanceof Long offset)) {
      return null;
    }
    String partition = message.text(Property.STREAM);
    String stream = partition == null ? message.origin().queue() : partition;
    return new Position(stream, offset, identities.body(message.body()));
  }
}

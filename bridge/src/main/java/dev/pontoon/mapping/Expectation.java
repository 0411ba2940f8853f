package dev.pontoon.mapping;

import dev.pontoon.message.Refusal.Reason;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a route's own test says must become of a message. */
public sealed interface Expectation {

  /** The route's steps leave the message out. */
  record Filtered() implements Expectation {}

  /** The message is refused for this reason. */
  record Refused(Reason reason) implements Expectation {}

  /**
   * The message becomes a record. Parts that are null are not looked at.
   *
   * @param noKey whether the record must have no key; then {@code key} is null
   * @param headers these record headers must be there with this text, null for a header without a
   *     value; others may be
   * @param json what the value must say as JSON
   * @param tombstone whether the value must be null; then {@code value} and {@code json} are null
   */
  record Becomes(
      @Nullable String topic,
      @Nullable String key,
      boolean noKey,
      @Nullable Instant timestamp,
      Map<String, @Nullable String> headers,
      @Nullable String value,
      @Nullable Json json,
      boolean tombstone)
      implements Expectation {}

  /**
   * A JSON value, which may be null.
   *
   * @param data maps, lists, texts, numbers and flags
   */
  record Json(@Nullable Object data) {}
}

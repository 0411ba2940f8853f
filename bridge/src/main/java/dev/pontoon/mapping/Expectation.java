package dev.pontoon.mapping;

import dev.pontoon.message.Refusal.Reason;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a route's own test says must become of a message. */
public sealed interface Expectation {

  /** The message is refused for this reason. */
  record Refused(Reason reason) implements Expectation {}

  /**
   * The message becomes a record. Parts that are null are not looked at.
   *
   * @param noKey whether the record must have no key; then {@code key} is null
   * @param headers these record headers must be there with this text, null for a header without a
   *     value; others may be
   * @param tombstone whether the value must be null; then {@code value} is null
   */
  record Becomes(
      @Nullable String topic,
      @Nullable String key,
      boolean noKey,
      @Nullable Instant timestamp,
      Map<String, @Nullable String> headers,
      @Nullable String value,
      boolean tombstone)
      implements Expectation {}
}

package dev.pontoon.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record ready to be written. Arrays are handed over, not copied.
 *
 * @param topic the topic
 * @param key key bytes, null for none
 * @param value value bytes, null for a tombstone
 * @param timestamp record time, milliseconds since the epoch
 * @param headers in writing order; a name may repeat
 */
public record OutboundRecord(
    String topic,
    byte @Nullable [] key,
    byte @Nullable [] value,
    long timestamp,
    List<Header> headers)
    implements Outcome {

  @Override
  public OutboundRecord record() {
    return this;
  }

  /** One record header; a null value is a header without a value. */
  public record Header(String name, byte @Nullable [] value) {}
}

package dev.pontoon.message;

import org.jspecify.annotations.Nullable;

/**
 * What mapping makes of a message: a record, one with its body kept apart, or the reason why not.
 */
public sealed interface Outcome permits OutboundRecord, ClaimCheck, Refusal {

  /** What goes to Kafka, null for a refusal. */
  @Nullable OutboundRecord record();
}

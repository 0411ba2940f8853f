package dev.pontoon.deadletter;

import dev.pontoon.message.Claim;
import dev.pontoon.message.OutboundRecord;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter ready to be written.
 *
 * @param record the record for the dead-letter topic
 * @param trouble why it can't hold everything that was read, and what to do: then the legacy
 *     message must not be acknowledged. Null where it holds all
 * @param claim the body, which must be in the claim store before the record is written; null where
 *     the record holds it
 */
public record DeadLetter(OutboundRecord record, @Nullable String trouble, @Nullable Claim claim) {

  /** Whether it holds everything that was read. */
  public boolean complete() {
    return trouble == null;
  }

  /** Where on its way a message was refused. */
  public enum Stage {
    STEPS("steps"),
    MAPPING("mapping"),
    SENDING("sending");

    private final String text;

    Stage(String text) {
      this.text = text;
    }

    /** The word in {@code pontoon.error.stage}. */
    public String text() {
      return text;
    }
  }
}

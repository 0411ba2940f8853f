package dev.pontoon.deadletter;

import dev.pontoon.message.Claim;
import dev.pontoon.message.OutboundRecord;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter ready to be written.
 *
 * @param record the record for the dead-letter topic
 * @param complete whether the whole message can be made again from it. Where not, the legacy
 *     message must not be acknowledged
 * @param claim the body, which must be in the claim store before the record is written; null where
 *     the record holds it
 */
public record DeadLetter(OutboundRecord record, boolean complete, @Nullable Claim claim) {

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

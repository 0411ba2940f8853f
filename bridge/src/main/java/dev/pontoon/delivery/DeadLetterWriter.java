package dev.pontoon.delivery;

import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.OutboundRecord;
import dev.pontoon.message.Refusal;

/** Makes the dead letter of a refused message. */
public interface DeadLetterWriter {
  OutboundRecord write(LegacyMessage message, Refusal refusal);
}

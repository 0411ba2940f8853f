package dev.pontoon.mapping;

import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Outcome;

/** Turns a message into a record, or says why it can't be one. Pure; safe for all threads. */
public interface Mapper {
  Outcome map(LegacyMessage message);
}

package dev.pontoon.delivery;

import dev.pontoon.message.LegacyMessage;
import org.jspecify.annotations.Nullable;

/** Makes ready what a message needs before it is mapped, where that depends on the message. */
public interface TopicGate {

  /** For routes whose topic is the same for all messages and ready before the first one. */
  TopicGate OPEN = message -> null;

  /**
   * Called for each message; may block while Kafka is asked for a topic that is new. What can never
   * be made ready passes too: the mapper refuses it.
   *
   * @return null when the message can be mapped; else what is in the way, to be tried again
   */
  @Nullable String trouble(LegacyMessage message);
}

package dev.pontoon.source;

import dev.pontoon.message.LegacyMessage;
import java.util.List;
import java.util.Map;

/** The way back to the queue that a route reads. For one thread. */
public interface LegacyPublisher extends AutoCloseable {

  /**
   * Publishes in this order; returns when the broker has confirmed.
   *
   * @return messages that the broker or its client will never take: place in the list, and why
   * @throws Exception when it is not known what the broker has taken
   */
  Map<Integer, String> publish(List<LegacyMessage> messages) throws Exception;

  @Override
  void close();
}

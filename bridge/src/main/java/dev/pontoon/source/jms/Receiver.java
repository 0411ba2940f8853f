package dev.pontoon.source.jms;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import org.jspecify.annotations.Nullable;

/** Takes the next message from a consumer into its session's transaction. */
interface Receiver {
  /**
   * @param damage why its body can't be read; null where nothing is known to be wrong
   */
  record Received(Message message, @Nullable String damage) {}

  /** Waits for a message so long; null if there is none. */
  @Nullable Received receive(long millis) throws JMSException;

  static Receiver of(JmsLink link) {
    MessageConsumer consumer = link.consumer();
    if (link.qpid() != null) {
      return link.qpid().receiver(consumer);
    }
    Receiver artemis = ArtemisReceiver.of(consumer);
    if (artemis != null) {
      return artemis;
    }
    return millis -> {
      Message message = consumer.receive(millis);
      return message == null ? null : new Received(message, null);
    };
  }
}

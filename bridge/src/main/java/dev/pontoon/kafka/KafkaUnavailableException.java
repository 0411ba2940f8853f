package dev.pontoon.kafka;

import org.jspecify.annotations.Nullable;

/** Kafka can't be used now; waiting may help, and the message says what else. */
public final class KafkaUnavailableException extends Exception {
  public KafkaUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

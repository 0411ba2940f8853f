package dev.pontoon.delivery;

import java.util.function.Consumer;

/** The keys of a route's dead letters that nobody has brought back; read from Kafka. */
@FunctionalInterface
public interface LetterKeys {
  /** For routes that park no keys. */
  LetterKeys NONE = keys -> {};

  /**
   * Hands over each of them, some more than once.
   *
   * @throws IllegalStateException when they can't be read; the message is for the operator
   */
  void read(Consumer<byte[]> keys) throws InterruptedException;
}

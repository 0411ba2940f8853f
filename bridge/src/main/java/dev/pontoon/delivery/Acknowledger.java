package dev.pontoon.delivery;

/**
 * A source session's way to acknowledge. Dies with the session: what was delivered on one
 * connection is never acknowledged on another.
 */
public interface Acknowledger {

  /**
   * Acknowledges every message of this session up to and including {@code sequence}. Called by one
   * thread at a time, with rising numbers, only after Kafka has confirmed what they became.
   *
   * @throws Exception when the session is lost; the caller then stops acknowledging on it
   */
  void acknowledge(long sequence) throws Exception;
}

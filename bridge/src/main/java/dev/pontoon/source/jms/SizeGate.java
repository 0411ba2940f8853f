package dev.pontoon.source.jms;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Which messages one link takes, by their size. The client's side of it refuses a larger one before
 * its body is loaded, lets nothing through from there on, and notes it here. Safe for all threads.
 */
final class SizeGate {
  private static final long NONE = -1;

  private final long largest;
  private final boolean ahead;
  private final AtomicLong met = new AtomicLong(NONE);

  /**
   * @param largest bytes in memory that a message may need, by {@link #weight}
   * @param ahead whether messages are fetched before they are asked for
   */
  SizeGate(long largest, boolean ahead) {
    this.largest = largest;
    this.ahead = ahead;
  }

  /** Takes everything. */
  static SizeGate open() {
    return new SizeGate(Long.MAX_VALUE, true);
  }

  /**
   * What a body needs, about, while it is made into text or values.
   *
   * @param plain whether it is bytes, which stay as they are
   */
  static long weight(long size, boolean plain) {
    return plain ? size : 2 * size;
  }

  long largest() {
    return largest;
  }

  boolean ahead() {
    return ahead;
  }

  /** Notes a message that is not taken; the first one counts. */
  void met(long weight) {
    met.compareAndSet(NONE, Math.max(0, weight));
  }

  /** Returns true if the message may pass; notes it otherwise. */
  boolean passes(long weight) {
    if (weight > largest) {
      met(weight);
      return false;
    }
    return true;
  }

  /** Whether a message was met that is not taken. */
  boolean shut() {
    return met.get() != NONE;
  }

  /** What the message that was not taken needs; 0 if nobody knows. */
  long weightMet() {
    return Math.max(0, met.get());
  }
}

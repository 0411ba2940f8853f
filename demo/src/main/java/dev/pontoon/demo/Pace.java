package dev.pontoon.demo;

import java.util.function.LongSupplier;

/** How many messages are due at a steady rate. For one thread. */
final class Pace {
  /** After a long pause, work is caught up in pieces of this size. */
  static final int MOST = 2_000;

  private static final double NANOS = 1e9;

  private final int perSecond;
  private final LongSupplier nanoTime;
  private final long start;
  private long done;

  Pace(int perSecond, LongSupplier nanoTime) {
    this.perSecond = perSecond;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
  }

  /** What is due now and was not due at an earlier call; at most {@value #MOST}. */
  int due() {
    double elapsed = (nanoTime.getAsLong() - start) / NANOS;
    long due = Math.min(MOST, (long) (elapsed * perSecond) - done);
    done += Math.max(0, due);
    return (int) Math.max(0, due);
  }
}

package dev.pontoon.source;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/** How long a {@link SourceLoop} has been trying in vain, and when it tries again. In turn. */
final class Tries {
  /** A connection that lived this long was a good one: the next try comes soon. */
  private static final Duration STEADY = Duration.ofSeconds(5);

  /** Who can't connect for so long passes its lease on. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** So many calls that were left to themselves may hang; more would take all threads in time. */
  private static final int MOST_HANGING = 3;

  private final Scheduler clock;
  private final BackOff backOff;
  private long since;
  private int hanging;

  Tries(Scheduler clock, DoubleSupplier random) {
    this.clock = clock;
    this.backOff = new BackOff(random);
  }

  /** A start: what was before does not count. */
  void begin() {
    backOff.reset();
    restart();
  }

  /** All is well, or nobody else would fare better: patience begins anew. */
  void restart() {
    since = clock.nanoTime();
  }

  /** A session has ended that began then. */
  void lost(long began) {
    restart();
    if (since - began > STEADY.toNanos()) {
      backOff.reset();
    }
  }

  /** Returns whether it has been in vain for too long, once each time. */
  boolean outOfPatience() {
    boolean out = clock.nanoTime() - since > PATIENCE.toNanos();
    if (out) {
      restart();
    }
    return out;
  }

  Duration next(Duration atLeast) {
    return backOff.next(atLeast);
  }

  /** Nobody waits for a call any more, and it has not ended. */
  void hangs() {
    hanging++;
  }

  void hangsNoMore() {
    hanging--;
  }

  /** Whether so many calls hang that another try would only add to them. */
  boolean tooMany() {
    return hanging >= MOST_HANGING;
  }

  int hanging() {
    return hanging;
  }
}

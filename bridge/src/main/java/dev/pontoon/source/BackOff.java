package dev.pontoon.source;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next try: twice as long each time, less a random part, so that a
 * hundred routes that lost the same broker do not come back to it in step. For one thread at a
 * time.
 */
final class BackOff {
  private static final Duration FIRST = Duration.ofMillis(50);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final DoubleSupplier random;
  private Duration next = FIRST;

  /**
   * @param random from 0 to 1
   */
  BackOff(DoubleSupplier random) {
    this.random = random;
  }

  /** The last connection was a good one. */
  void reset() {
    next = FIRST;
  }

  /** Between half of what is due and all of it, after {@code atLeast}. */
  Duration next(Duration atLeast) {
    long half = next.toNanos() / 2;
    Duration wait = Duration.ofNanos(half + (long) (half * random.getAsDouble()));
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    return atLeast.plus(wait);
  }
}

package dev.pontoon.source.rabbitmq;

import java.time.Duration;

/**
 * What a route does after a message that was too large to be read. Each try counts as a delivery on
 * a quorum queue, and the broker drops a message after some: so tries are rare, and while they go
 * on, one message at a time is fetched, so that no other is delivered in vain. Safe for all
 * threads.
 */
final class UnreadableMessages {
  private static final Duration FIRST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofHours(1);

  /** Reading that long without one, it is gone. */
  private static final Duration GONE = Duration.ofMinutes(1);

  private Duration next = FIRST;
  private boolean careful;

  /** Whether one message at a time is to be fetched. */
  synchronized boolean careful() {
    return careful;
  }

  /** One more was met. Returns how long to wait before the next try. */
  synchronized Duration met() {
    Duration wait = next;
    careful = true;
    next = wait.multipliedBy(4).compareTo(LONGEST) < 0 ? wait.multipliedBy(4) : LONGEST;
    return wait;
  }

  /** A message was read. Returns true, once, when care is not needed any more. */
  synchronized boolean over(Duration reading) {
    if (!careful || reading.compareTo(GONE) < 0) {
      return false;
    }
    careful = false;
    next = FIRST;
    return true;
  }
}

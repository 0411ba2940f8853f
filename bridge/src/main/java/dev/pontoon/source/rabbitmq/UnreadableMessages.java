package dev.pontoon.source.rabbitmq;

import java.time.Duration;

/**
 * What a route does after a message that was too large to be read, or that the broker can't send.
 * Each try counts as a delivery on a quorum queue, and the broker drops a message after some: so
 * tries are rare, and while they go on, one message at a time is fetched, so that no other is
 * delivered in vain. Safe for all threads.
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

  /** What to say when the broker fails over the first message of a queue. */
  static String unsent(String why, String queue) {
    return why
        + ": it can't send the first message of queue "
        + queue
        + ", and the line waits. Take that one off with an AMQP 1.0 client (RabbitMQ 4 fails over"
        + " application properties of type uuid or char and content types longer than 255 bytes)";
  }

  /** There may be one: it shows when one message at a time is fetched. */
  synchronized void suspected() {
    careful = true;
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

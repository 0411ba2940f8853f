package dev.pontoon.source.rabbitmq;

import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Property;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps messages from being dropped by a quorum queue, which does so with what was delivered more
 * often than its limit: 20 times by default from RabbitMQ 4.0 on, whoever was to blame. The count
 * comes with each message. Until the first message has shown its own, and from half the limit on,
 * one message at a time is fetched, so that no other is counted; before the limit the reader stops.
 * The reader that is made after a stop looks at that message again.
 *
 * <p>Of one route; lives as long as the process. Safe for all threads.
 */
final class DeliveryLimit {
  /** No message is dropped. */
  static final long NONE = -1;

  /** Of RabbitMQ from 4.0 on. */
  static final long DEFAULT = 20;

  private static final Logger LOG = LoggerFactory.getLogger(DeliveryLimit.class);

  private final String route;
  private final String queue;
  private volatile long limit = NONE;
  private boolean careful = true;
  private boolean known;
  private @Nullable String stopped;

  /** What to do with a message. */
  enum Verdict {
    TAKE,
    /** Read on in another way: one at a time, or not one at a time any more. */
    OTHERWISE,
    /** Give it back and read no more. */
    STOP,
    /** Given back once more, it would be dropped: make a dead letter of it now. */
    RESCUE
  }

  DeliveryLimit(String route, String queue) {
    this.route = route;
    this.queue = queue;
  }

  /** What the limit is, as far as is known. Another one than before ends a stop. */
  synchronized void is(long now) {
    if (now != limit) {
      limit = now;
      stopped = null;
    }
  }

  /** Why the reader has stopped; null if it has not. */
  synchronized @Nullable String stopped() {
    return stopped;
  }

  /** Whether one message at a time is to be fetched. */
  synchronized boolean careful() {
    return limit != NONE && careful;
  }

  /** Whether a message that comes again and again will be dropped. */
  boolean limited() {
    return limit != NONE;
  }

  /** Stops for another reason than the count. */
  synchronized void stop(String why) {
    stopped = why;
    LOG.atError().addKeyValue("route", route).addKeyValue("queue", queue).log(why);
  }

  /** What the route lacks; empty if nothing. */
  synchronized String lacks() {
    return limit == NONE || !known || !careful
        ? ""
        : "messages of queue "
            + queue
            + " were delivered "
            + half()
            + " times or more and the broker drops them after "
            + limit
            + ": one at a time is read. "
            + remedy();
  }

  /**
   * Called for each message, before it is taken.
   *
   * @param alone whether one message at a time is fetched
   */
  Verdict judge(LegacyMessage message, boolean alone) {
    return limit == NONE ? Verdict.TAKE : judged(message, alone);
  }

  private synchronized Verdict judged(LegacyMessage message, boolean alone) {
    int count = message.property(Property.DELIVERY_COUNT) instanceof Integer it ? it : 0;
    if (count > limit) {
      // It is there all the same, so the limit is another one.
      return Verdict.TAKE;
    } else if (count >= Math.max(1, limit - 1)) {
      return Verdict.RESCUE;
    } else if (count >= Math.max(1, limit * 3 / 4)) {
      stop(describe(message, count) + ": the route reads no more. " + remedy());
      return Verdict.STOP;
    }
    known = true;
    if (count >= half()) {
      careful = true;
      return alone ? Verdict.TAKE : Verdict.OTHERWISE;
    }
    boolean was = careful;
    careful = false;
    return alone && was ? Verdict.OTHERWISE : Verdict.TAKE;
  }

  /** Why a message was taken off the queue. */
  String rescued() {
    return "it was delivered so often that the queue would have dropped it; the steps were not run";
  }

  private long half() {
    return Math.max(1, limit / 2);
  }

  private String describe(LegacyMessage message, int count) {
    Object id = message.property(Property.MESSAGE_ID);
    return "the first message of queue "
        + queue
        + (id == null ? "" : " (message id " + id + ")")
        + " was delivered "
        + count
        + " times and never finished; the broker drops it after "
        + limit;
  }

  private String remedy() {
    return "See why the bridge ends over it and take it off the queue, or lift the limit ("
        + remedy(queue)
        + "), which is seen through the connection's management; then start the bridge again";
  }

  /** Lifts the limit of a queue. */
  static String remedy(String queue) {
    return "rabbitmqctl set_policy "
        + queue
        + "-unlimited '^"
        + queue.replace(".", "\\.")
        + "$' '{\"delivery-limit\":-1}' --apply-to quorum_queues";
  }
}

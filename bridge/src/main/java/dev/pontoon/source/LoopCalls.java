package dev.pontoon.source;

import dev.pontoon.delivery.Lane;
import dev.pontoon.source.Operation.Kind;
import dev.pontoon.source.Operation.Made;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls of a {@link SourceLoop} that may block, each as an operation that is not begun.
 *
 * @param ended hears of the end of each
 */
record LoopCalls(
    Reader reader, SourceRuntime runtime, Scheduler scheduler, Consumer<Operation> ended) {
  private static final Logger LOG = LoggerFactory.getLogger(LoopCalls.class);

  /** Longer than the time-outs of all clients: then the call is left to itself. */
  static final Duration ATTACH_LIMIT = Duration.ofMinutes(2);

  static final String TOO_SLOW =
      "the broker's client has not connected within " + ATTACH_LIMIT.toMinutes() + " minutes";

  /** As {@link #ATTACH_LIMIT}, for giving back. */
  static final Duration RELEASE_LIMIT = Duration.ofSeconds(15);

  /**
   * Asks Kafka for all that the route writes to.
   *
   * @param doubtful whether messages had to be given back. Legacy brokers count deliveries: none is
   *     taken to find out what Kafka says to it
   * @param notOpened whether the lane could not be opened the last time. Trying that out fences,
   *     and who was fenced by the reader after it must not fence that one: so it is the last step
   */
  Operation prepare(boolean doubtful, boolean notOpened) {
    return operation(
        Kind.PREPARE,
        null,
        () -> {
          runtime.preparation().prepare();
          if (doubtful || notOpened) {
            runtime.preparation().tryOut();
          }
          if (notOpened) {
            runtime.lane().tryOut();
          }
          return Made.NOTHING;
        });
  }

  /** Becomes the queue's reader. */
  Operation attach() {
    return operation(Kind.ATTACH, ATTACH_LIMIT, () -> new Made(reader.attach(), null));
  }

  /** Lasts until what was sent before is safe in Kafka. */
  Operation open(Attachment attachment) {
    return operation(
        Kind.OPEN,
        null,
        () ->
            new Made(
                attachment, runtime.lane().open(attachment.acknowledger(), attachment.mode())));
  }

  /** Gives back an attachment that was lost or is not wanted any more. */
  Operation release(Attachment ended) {
    return operation(
        Kind.RELEASE,
        RELEASE_LIMIT,
        () -> {
          ended.detach();
          return Made.NOTHING;
        });
  }

  /** The clean end: as {@link #release}, after what is in flight has settled. */
  Operation finish(Attachment ending, Lane.Session session) {
    return operation(
        Kind.RELEASE,
        runtime.stopTimeout().plus(RELEASE_LIMIT),
        () -> {
          boolean drained = false;
          try {
            drained = drained(ending, session);
          } finally {
            session.close();
            if (!drained) {
              LOG.atWarn()
                  .addKeyValue("route", runtime.route().id())
                  .log("stopped with messages in flight: they stay on the queue and come again");
            }
            ending.detach();
          }
          return Made.NOTHING;
        });
  }

  private boolean drained(Attachment ending, Lane.Session session) throws InterruptedException {
    long deadline = scheduler.nanoTime() + runtime.stopTimeout().toNanos();
    ending.finish(runtime.stopTimeout());
    session.close();
    return session.drain(Duration.ofNanos(Math.max(0, deadline - scheduler.nanoTime())));
  }

  private Operation operation(Kind kind, @Nullable Duration limit, Operation.Call call) {
    return new Operation(kind, limit, call, ended);
  }
}

package dev.pontoon.source;

import dev.pontoon.delivery.Lane;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One call of a {@link SourceLoop} that may block, on a thread of its own for as long as it takes.
 * Runs once and tells of its end, whatever the call does.
 */
final class Operation implements Runnable {

  /** What a call has made: somebody has to give it back. */
  record Made(@Nullable Attachment attachment, Lane.@Nullable Session session) {
    static final Made NOTHING = new Made(null, null);

    Attachment anAttachment() {
      return Objects.requireNonNull(attachment, "no attachment was made");
    }

    void closeSession() {
      if (session != null) {
        session.close();
      }
    }

    Lane.Session aSession() {
      return Objects.requireNonNull(session, "no session was opened");
    }
  }

  interface Call {
    Made run() throws Exception;
  }

  /** What a call is for. */
  enum Kind {
    /** Asks Kafka. */
    PREPARE,
    /** Becomes the queue's reader. */
    ATTACH,
    /** Opens the lane; lasts until what was sent before is safe. */
    OPEN,
    /** Gives back an attachment. */
    RELEASE
  }

  private final Kind kind;
  private final @Nullable Duration limit;
  private final Call call;
  private final Consumer<Operation> ended;
  private final Object lock = new Object();
  private @Nullable Thread thread;
  private boolean interrupted;
  private volatile Made made = Made.NOTHING;
  private volatile @Nullable Throwable failure;

  /**
   * @param limit how long it may take; null if nobody knows, such as while Kafka is away
   * @param ended hears of its end, on the thread that ran it
   */
  Operation(Kind kind, @Nullable Duration limit, Call call, Consumer<Operation> ended) {
    this.kind = kind;
    this.limit = limit;
    this.call = call;
    this.ended = ended;
  }

  Kind kind() {
    return kind;
  }

  @Nullable Duration limit() {
    return limit;
  }

  /** What there is of it now; more may come as long as it runs. */
  Made made() {
    return made;
  }

  @Nullable Throwable failure() {
    return failure;
  }

  /** After its end: what it made, or what it threw. */
  Made result() throws Throwable {
    if (failure != null) {
      throw failure;
    }
    return made;
  }

  /** Nobody waits for its result any more. */
  void interrupt() {
    synchronized (lock) {
      interrupted = true;
      if (thread != null) {
        thread.interrupt();
      }
    }
  }

  @Override
  public void run() {
    try {
      if (begin()) {
        made = call.run();
      } else {
        throw new InterruptedException("not begun");
      }
    } catch (Throwable e) {
      failure = e;
    } finally {
      end();
    }
    ended.accept(this);
  }

  private boolean begin() {
    synchronized (lock) {
      thread = Thread.currentThread();
      return !interrupted;
    }
  }

  private void end() {
    synchronized (lock) {
      thread = null;
      if (interrupted) {
        // It was meant for the call, not for what this thread of the pool does next.
        var unused = Thread.interrupted();
      }
    }
  }
}

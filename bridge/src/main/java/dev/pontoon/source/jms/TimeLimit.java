package dev.pontoon.source.jms;

import dev.pontoon.source.Workers;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls of a client that may hang for ever. Each has a thread of its own, which is interrupted when
 * the time is over. A client that ignores this keeps the thread. While {@link #MOST_HANGING} calls
 * hang, nothing further is opened or called. Safe for all threads.
 */
final class TimeLimit {
  static final int MOST_HANGING = 4;

  private static final Logger LOG = LoggerFactory.getLogger(TimeLimit.class);

  private final ThreadFactory threads;
  private final AtomicInteger hanging = new AtomicInteger();
  private final Queue<Thread> staying = new ConcurrentLinkedQueue<>();

  TimeLimit() {
    this(Workers.threads("pontoon-jms-call"));
  }

  TimeLimit(ThreadFactory threads) {
    this.threads = threads;
  }

  /** Nothing was called: the system gives no thread for it. */
  static final class NoThreadException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    NoThreadException(Throwable cause) {
      super("the system gives no thread to call the client", cause);
    }
  }

  /**
   * Opens something. What is opened too late is closed.
   *
   * @throws TimeoutException when it took too long, or too many earlier calls hang
   * @throws Exception what the opening threw; an Error comes through as it is
   */
  <T extends AutoCloseable> T open(Callable<T> opening, Duration limit) throws Exception {
    refuseWhileManyHang();
    return new Call<>(opening, TimeLimit::closeHere).run(limit);
  }

  /**
   * Calls something.
   *
   * @throws TimeoutException when it took too long, or too many earlier calls hang
   * @throws Exception what the call threw; an Error comes through as it is
   */
  <T> T call(Callable<T> called, Duration limit) throws Exception {
    refuseWhileManyHang();
    return new Call<>(called, late -> {}).run(limit);
  }

  /**
   * Closes something; returns whether that was done in time. Failures of closing are ignored. Where
   * the system gives no thread it closes on the caller's, without a limit.
   */
  boolean close(AutoCloseable open, Duration limit) {
    try {
      Callable<Boolean> closing =
          () -> {
            open.close();
            return true;
          };
      return new Call<>(closing, late -> {}).run(limit);
    } catch (NoThreadException e) {
      closeHere(open);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (Exception | LinkageError e) {
      LOG.atDebug().setCause(e).log("closing failed");
      return true;
    }
  }

  /** Counts a thread that did not end in time as a call that hangs, until it ends. */
  void stays(Thread thread) {
    staying.add(thread);
  }

  /** Calls and threads that have not come back though their time is over. */
  int hanging() {
    staying.removeIf(thread -> !thread.isAlive());
    return hanging.get() + staying.size();
  }

  private void refuseWhileManyHang() throws TimeoutException {
    int now = hanging();
    if (now >= MOST_HANGING) {
      throw new TimeoutException(now + " earlier calls of the client have not come back");
    }
  }

  private static void closeHere(AutoCloseable open) {
    try {
      open.close();
    } catch (Exception | LinkageError e) {
      LOG.atDebug().setCause(e).log("closing failed");
    }
  }

  private final class Call<T> {
    private final Callable<T> called;
    private final Consumer<T> tooLate;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private boolean givenUp;
    private boolean ended;

    Call(Callable<T> called, Consumer<T> tooLate) {
      this.called = called;
      this.tooLate = tooLate;
    }

    T run(Duration limit) throws Exception {
      Thread thread = threads.newThread(this::work);
      try {
        thread.start();
      } catch (OutOfMemoryError e) {
        throw new NoThreadException(e);
      }
      try {
        return result.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException e) {
        throw thrown(e);
      } catch (TimeoutException | InterruptedException e) {
        if (result.completeExceptionally(e)) {
          giveUp();
          thread.interrupt();
          throw e;
        }
        return result.join();
      }
    }

    private void work() {
      try {
        T made = called.call();
        if (!result.complete(made)) {
          tooLate.accept(made);
        }
      } catch (Throwable e) { // a class that is missing is an Error
        result.completeExceptionally(e);
      } finally {
        end();
      }
    }

    private synchronized void giveUp() {
      givenUp = true;
      if (!ended) {
        hanging.incrementAndGet();
      }
    }

    private synchronized void end() {
      ended = true;
      if (givenUp) {
        hanging.decrementAndGet();
      }
    }

    private static Exception thrown(ExecutionException failure) {
      Throwable cause = failure.getCause();
      if (cause instanceof Error error) {
        throw error;
      }
      return cause instanceof Exception exception ? exception : failure;
    }
  }
}

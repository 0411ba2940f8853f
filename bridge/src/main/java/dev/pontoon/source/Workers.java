package dev.pontoon.source;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Daemon threads shared by all routes for what is not on a message's way: connect, drain, wait. An
 * idle route holds none.
 */
public final class Workers implements AutoCloseable {
  private final ExecutorService pool = Executors.newCachedThreadPool(threads("pontoon-worker"));
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(threads("pontoon-timer"));

  /** Runs it soon. */
  public void run(Runnable task) {
    pool.execute(task);
  }

  /** Runs it later; the timer thread itself is never blocked. */
  public void runAfter(Duration delay, Runnable task) {
    var unused = timer.schedule(() -> pool.execute(task), delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  public ExecutorService pool() {
    return pool;
  }

  public ScheduledExecutorService timer() {
    return timer;
  }

  @Override
  public void close() {
    timer.shutdownNow();
    pool.shutdownNow();
  }

  /** Daemon threads with a numbered name. */
  public static ThreadFactory threads(String name) {
    return threads(name, 0);
  }

  /**
   * Daemon threads with a numbered name.
   *
   * @param stack bytes of stack at most; 0 for what the JVM gives
   */
  public static ThreadFactory threads(String name, long stack) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(null, task, name + "-" + number.incrementAndGet(), stack);
      thread.setDaemon(true);
      return thread;
    };
  }
}

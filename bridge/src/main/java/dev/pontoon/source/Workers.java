package dev.pontoon.source;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Daemon threads shared by all routes for what is not on a message's way: connect, drain, wait. An
 * idle route holds none. Where the system gives no further thread, work waits and is tried again
 * each second; the threads that this needs are there from the start.
 */
public final class Workers implements AutoCloseable, Scheduler {
  private static final Duration NO_THREAD = Duration.ofSeconds(1);

  private final WorkerPool pool;
  private final HandOverTimer timer;

  public Workers() {
    this(threads("pontoon-worker"));
  }

  Workers(ThreadFactory threads) {
    pool = new WorkerPool(threads, task -> runAfter(NO_THREAD, task));
    timer = new HandOverTimer(threads("pontoon-timer"), pool);
  }

  @Override
  public void run(Runnable task) {
    pool.execute(task);
  }

  @Override
  public void runAfter(Duration delay, Runnable task) {
    var unused = timer.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  /** Takes every task until it is closed, even while the system gives no thread. */
  public ExecutorService pool() {
    return pool;
  }

  /** What is due runs on the pool, so it may block; only {@link Runnable}s. */
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

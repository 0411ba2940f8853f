package dev.pontoon.source;

import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs nothing itself: what is due goes to a pool at once. So nothing that blocks, such as a
 * heartbeat to a frozen broker, can keep anything else from its time. What is repeated never runs
 * twice at a time and goes on whatever it throws. A task that was cancelled may still run once if
 * it was handed over before.
 */
final class HandOverTimer extends ScheduledThreadPoolExecutor {
  private static final Logger LOG = LoggerFactory.getLogger(HandOverTimer.class);

  private final Executor pool;

  HandOverTimer(ThreadFactory threads, Executor pool) {
    super(1, threads);
    this.pool = pool;
    setRemoveOnCancelPolicy(true);
    prestartAllCoreThreads();
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    return super.schedule(() -> handOver(task), delay, unit);
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable task, long first, long period, TimeUnit unit) {
    return super.scheduleAtFixedRate(once(task), first, period, unit);
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable task, long first, long delay, TimeUnit unit) {
    return super.scheduleWithFixedDelay(once(task), first, delay, unit);
  }

  /** Its result would have to be waited for. */
  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException("a timer that hands over has no results");
  }

  private void handOver(Runnable task) {
    try {
      pool.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.atDebug().setCause(e).log("closed: a task that was due is left out");
    }
  }

  /** A run that lasts longer than the period takes the place of the next ones. */
  private Runnable once(Runnable task) {
    AtomicBoolean running = new AtomicBoolean();
    Runnable guarded =
        () -> {
          try {
            task.run();
          } catch (RuntimeException | Error e) {
            LOG.atError().setCause(e).log("a repeated task failed; it is repeated");
          } finally {
            running.set(false);
          }
        };
    return () -> {
      if (running.compareAndSet(false, true)) {
        handOver(guarded);
      }
    };
  }
}

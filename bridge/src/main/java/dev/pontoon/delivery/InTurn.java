package dev.pontoon.delivery;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one after the other, in the order in which they came, on a pool that others share: one
 * of its threads at most, none while there is nothing to do. Safe for all threads.
 */
public final class InTurn implements Executor {
  private static final Logger LOG = LoggerFactory.getLogger(InTurn.class);

  private final Executor pool;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean running = new AtomicBoolean();

  public InTurn(Executor pool) {
    this.pool = pool;
  }

  /**
   * @throws RejectedExecutionException when the pool has no thread for it: then it does not run
   */
  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    if (running.compareAndSet(false, true)) {
      try {
        pool.execute(this::run);
      } catch (RuntimeException | OutOfMemoryError e) {
        running.set(false);
        if (tasks.remove(task)) {
          throw new RejectedExecutionException("no thread is left: " + e.getMessage(), e);
        }
      }
    }
  }

  private void run() {
    do {
      Runnable task = tasks.poll();
      while (task != null) {
        run(task);
        task = tasks.poll();
      }
      running.set(false);
    } while (!tasks.isEmpty() && running.compareAndSet(false, true));
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      LOG.atError().setCause(e).log("a task failed; the next one goes on");
    }
  }
}

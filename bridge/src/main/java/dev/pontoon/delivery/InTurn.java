package dev.pontoon.delivery;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one after the other, in the order in which they came, on a pool that others share: one
 * of its threads at most, none while there is nothing to do. Safe for all threads.
 */
final class InTurn implements Executor {
  private static final Logger LOG = LoggerFactory.getLogger(InTurn.class);

  private final Executor pool;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger open = new AtomicInteger();

  InTurn(Executor pool) {
    this.pool = pool;
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    if (open.getAndIncrement() == 0) {
      pool.execute(this::run);
    }
  }

  private void run() {
    do {
      try {
        tasks.remove().run();
      } catch (RuntimeException e) {
        LOG.atError().setCause(e).log("a task failed; the next one goes on");
      }
    } while (open.decrementAndGet() > 0);
  }
}

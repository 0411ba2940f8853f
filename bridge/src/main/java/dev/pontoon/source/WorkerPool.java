package dev.pontoon.source;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * As many threads as there is work, and a few from the start. A task that can't have a thread, for
 * the system gives none at present, is kept and tried again.
 */
final class WorkerPool extends ThreadPoolExecutor {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerPool.class);

  /** There from the start: enough to recover with when the system gives no thread. */
  private static final int CORE = 2;

  private static final long IDLE_SECONDS = 60;

  private final Consumer<Runnable> again;

  /**
   * @param again takes a task that found no thread; hands it to {@link #execute} later
   */
  WorkerPool(ThreadFactory threads, Consumer<Runnable> again) {
    super(
        CORE, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
    this.again = again;
    prestartAllCoreThreads();
  }

  /**
   * @throws RejectedExecutionException after {@link #shutdown}, never for lack of threads
   */
  @Override
  public void execute(Runnable task) {
    try {
      super.execute(task);
    } catch (RejectedExecutionException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      // Such as "unable to create native thread".
      LOG.atDebug().setCause(e).log("no thread for a task; tried again");
      again.accept(task);
    }
  }
}

package dev.pontoon.source;

import java.time.Duration;

/** Where work runs that is not on a message's way, and by which clock. Safe for all threads. */
interface Scheduler {

  /**
   * Runs it soon, on a thread that it may block.
   *
   * @throws java.util.concurrent.RejectedExecutionException when all has been closed
   */
  void run(Runnable task);

  /** As {@link #run}, later. */
  void runAfter(Duration delay, Runnable task);

  /** As {@link System#nanoTime}. */
  long nanoTime();
}

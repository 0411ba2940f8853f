package dev.pontoon.rig;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what other processes do. */
public final class Await {

  private static final Duration STEP = Duration.ofMillis(20);

  private Await() {}

  /**
   * Looks every 20 ms until the condition holds.
   *
   * @param what completes the sentence "waited 5 s for …"
   * @throws IllegalStateException if it does not hold in time or the thread is interrupted
   */
  public static void until(String what, Duration limit, BooleanSupplier condition) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException("waited " + limit.toSeconds() + " s for " + what);
      }
      pause(what);
    }
  }

  private static void pause(String what) {
    try {
      TimeUnit.NANOSECONDS.sleep(STEP.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + what, e);
    }
  }
}

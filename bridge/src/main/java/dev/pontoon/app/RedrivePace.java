package dev.pontoon.app;

import dev.pontoon.deadletter.Redrive;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A rate that is not exceeded, and the way to stop. */
final class RedrivePace implements Redrive.Pace {
  private final double perSecond;
  private final LongSupplier nanoTime;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final long start;

  /**
   * @param perSecond dead letters per second; 0 for no limit
   * @param nanoTime as {@link System#nanoTime}
   */
  RedrivePace(double perSecond, LongSupplier nanoTime) {
    this.perSecond = perSecond;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
  }

  /** Ends a wait, and the redrive after the batch at hand. Any thread. */
  void stop() {
    stop.countDown();
  }

  boolean stopped() {
    return stop.getCount() == 0;
  }

  @Override
  public boolean goOn(long sent) {
    long wait = perSecond == 0 ? 0 : (long) (sent / perSecond * 1e9) - elapsed();
    try {
      return !stop.await(Math.max(0, wait), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private long elapsed() {
    return nanoTime.getAsLong() - start;
  }
}

package dev.pontoon.rig.fault;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What a proxy does to the bytes that pass it, for all its connections. */
final class Weather {

  enum Fate {
    DELIVER,
    SWALLOW,
    CUT
  }

  private boolean swallowing;
  private boolean holding;
  private long delayMillis;
  private long bytesLeft = Long.MAX_VALUE;

  synchronized void clear() {
    swallowing = false;
    holding = false;
    delayMillis = 0;
    bytesLeft = Long.MAX_VALUE;
    notifyAll();
  }

  synchronized void swallow() {
    swallowing = true;
    notifyAll();
  }

  synchronized void hold() {
    holding = true;
  }

  synchronized void delay(Duration delay) {
    delayMillis = delay.toMillis();
  }

  synchronized void cutAfter(long bytes) {
    bytesLeft = bytes;
  }

  /** Decides about the next bytes; blocks as long as they are held or delayed. */
  synchronized Fate fate(int bytes) throws InterruptedException {
    long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delayMillis);
    while (!swallowing && (holding || remaining(due) > 0)) {
      if (holding) {
        wait();
      } else {
        wait(remaining(due));
      }
    }
    if (swallowing) {
      return Fate.SWALLOW;
    }
    if (bytesLeft == Long.MAX_VALUE) {
      return Fate.DELIVER;
    }
    bytesLeft -= bytes;
    return bytesLeft < 0 ? Fate.CUT : Fate.DELIVER;
  }

  /** Of the bytes that were cut: how many may still pass. */
  synchronized int beforeTheCut(int bytes) {
    return (int) Math.max(0, Math.min(bytes, bytes + bytesLeft));
  }

  /** Rounded up, for a wait of 0 would be without end; no delay once it was cleared. */
  private long remaining(long due) {
    long nanos = due - System.nanoTime();
    return delayMillis == 0 || nanos <= 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(nanos) + 1;
  }
}

package dev.pontoon.delivery;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Bounds the bytes in flight of all routes together. A message larger than the whole budget passes
 * when nothing else is in flight. Safe for all threads.
 */
public final class ByteBudget {
  /** How often a waiting source looks whether it was closed meanwhile. */
  private static final long LOOK_MILLIS = 100;

  private final long limit;
  private final AtomicLong used = new AtomicLong();
  private final Object room = new Object();
  private volatile int waiting;

  public ByteBudget(long limit) {
    this.limit = limit;
  }

  /**
   * Takes {@code size} bytes; waits while there is no room.
   *
   * @return false if {@code closed} became true meanwhile; then nothing was taken
   */
  boolean acquire(int size, BooleanSupplier closed) throws InterruptedException {
    if (tryAcquire(size)) {
      return true;
    }
    synchronized (room) {
      waiting++;
      try {
        while (!tryAcquire(size)) {
          if (closed.getAsBoolean()) {
            return false;
          }
          room.wait(LOOK_MILLIS);
        }
        return true;
      } finally {
        waiting--;
      }
    }
  }

  private boolean tryAcquire(int size) {
    while (true) {
      long now = used.get();
      if (now > 0 && now + size > limit) {
        return false;
      }
      if (used.compareAndSet(now, now + size)) {
        return true;
      }
    }
  }

  void release(int size) {
    used.addAndGet(-size);
    if (waiting > 0) {
      synchronized (room) {
        room.notifyAll();
      }
    }
  }

  /** Bytes in flight now. */
  public long used() {
    return used.get();
  }
}

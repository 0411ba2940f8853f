package dev.pontoon.delivery;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Bounds the bytes in flight of all routes together. A message larger than the whole budget passes
 * when nothing else is in flight. Who waits longest comes first. Safe for all threads.
 */
public final class ByteBudget {
  /** How often a waiting source looks whether it was closed meanwhile. */
  private static final long LOOK_MILLIS = 100;

  private final long limit;
  private final AtomicLong used = new AtomicLong();
  private final Object room = new Object();

  /** In the order of arrival: a large message must not wait for ever behind small ones. */
  private final Deque<Object> queue = new ArrayDeque<>();

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
    if (waiting == 0 && tryAcquire(size)) {
      return true;
    }
    Object me = new Object();
    synchronized (room) {
      queue.addLast(me);
      waiting++;
      try {
        while (queue.peekFirst() != me || !tryAcquire(size)) {
          if (closed.getAsBoolean()) {
            return false;
          }
          room.wait(LOOK_MILLIS);
        }
        return true;
      } finally {
        waiting--;
        queue.remove(me);
        room.notifyAll();
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

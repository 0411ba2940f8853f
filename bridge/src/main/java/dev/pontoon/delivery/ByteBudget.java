package dev.pontoon.delivery;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Bounds the bytes in flight of all routes together. One half is shared out among them, so that a
 * route whose topic takes nothing leaves room for all others; the other half is for whoever needs
 * it, who waits longest first. A message larger than that half passes when nothing else is in it.
 * Safe for all threads.
 */
public final class ByteBudget {
  /** How often a waiting source looks whether it was closed without {@link Share#wake}. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** Who waits longer says so. */
  private static final Duration SOON = Duration.ofSeconds(5);

  private final long limit;
  private final AtomicLong common = new AtomicLong();
  private final List<Share> shares = new CopyOnWriteArrayList<>();

  /** In the order of arrival: a large message must not wait for ever behind small ones. */
  private final Queue<Waiter> queue = new ConcurrentLinkedQueue<>();

  private final IdAllowance remembered = new IdAllowance();

  public ByteBudget(long limit) {
    this.limit = limit;
  }

  /** One more route: what each has for itself becomes smaller. */
  public Share share() {
    Share share = new Share();
    shares.add(share);
    return share;
  }

  /** What all routes may remember together of what is no longer in flight. */
  public IdAllowance remembered() {
    return remembered;
  }

  /** Bytes in flight now. */
  public long used() {
    return common.get() + shares.stream().mapToLong(share -> share.own.get()).sum();
  }

  /** Adds so much to what is taken, unless that would be more than the most. */
  static boolean tryTake(AtomicLong part, int size, long most) {
    while (true) {
      long now = part.get();
      if (now + size > most) {
        return false;
      }
      if (part.compareAndSet(now, now + size)) {
        return true;
      }
    }
  }

  private boolean tryCommon(int size) {
    return tryTake(common, size, limit / 2) || common.compareAndSet(0, size);
  }

  /**
   * Wakes who is first in line, if it can go on. A wake-up costs more than everything else here. It
   * is never lost: who waits stands in line before it looks, and who gives back does so before it
   * looks who waits.
   */
  private void wakeFirst() {
    Waiter first = queue.peek();
    if (first != null) {
      long taken = common.get();
      if (taken == 0 || taken + first.bytes <= limit / 2) {
        LockSupport.unpark(first.thread);
      }
    }
  }

  /** A source's thread that waits for room. Each is another one than all others. */
  private static final class Waiter {
    private final Thread thread;
    private final int bytes;

    Waiter(Thread thread, int bytes) {
      this.thread = thread;
      this.bytes = bytes;
    }
  }

  /** What one route may use. */
  public final class Share {
    private final AtomicLong own = new AtomicLong();

    /** Mostly the one reader of the route. */
    private final Queue<Waiter> waiters = new ConcurrentLinkedQueue<>();

    private long most() {
      return (limit - limit / 2) / shares.size();
    }

    private boolean tryOwn(int size) {
      return tryTake(own, size, most());
    }

    /**
     * Takes {@code size} bytes; waits while there is no room.
     *
     * @param full runs once, if that takes long
     * @return what to {@link #release}, 0 if {@code closed} became true meanwhile
     */
    int acquire(int size, BooleanSupplier closed, Runnable full) throws InterruptedException {
      int bytes = Math.max(1, size);
      if (tryOwn(bytes)) {
        return bytes;
      }
      if (queue.isEmpty() && tryCommon(bytes)) {
        return -bytes;
      }
      return await(bytes, closed, full);
    }

    private int await(int bytes, BooleanSupplier closed, Runnable full)
        throws InterruptedException {
      Waiter me = new Waiter(Thread.currentThread(), bytes);
      waiters.add(me);
      queue.add(me);
      try {
        return await(me, closed, full);
      } finally {
        waiters.remove(me);
        queue.remove(me);
        wakeFirst();
        wakeOwn();
      }
    }

    private int await(Waiter me, BooleanSupplier closed, Runnable full)
        throws InterruptedException {
      long since = System.nanoTime();
      boolean said = false;
      while (!closed.getAsBoolean()) {
        if (tryOwn(me.bytes)) {
          return me.bytes;
        }
        if (queue.peek() == me && tryCommon(me.bytes)) {
          return -me.bytes;
        }
        if (!said && System.nanoTime() - since > SOON.toNanos()) {
          said = true;
          full.run();
        }
        LockSupport.parkNanos(this, LOOK.toNanos());
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
      return 0;
    }

    /** Gives back what {@link #acquire} returned. */
    void release(int taken) {
      if (taken > 0) {
        own.addAndGet(-taken);
        wakeOwn();
      } else {
        common.addAndGet(taken);
        wakeFirst();
      }
    }

    private void wakeOwn() {
      if (waiters.isEmpty()) {
        return;
      }
      for (Waiter mine : waiters) {
        if (own.get() + mine.bytes <= most()) {
          LockSupport.unpark(mine.thread);
        }
      }
    }

    /** Whoever waits looks whether it was closed. */
    void wake() {
      waiters.forEach(waiter -> LockSupport.unpark(waiter.thread));
    }

    /** What is wrong when it waits, for the route's status. */
    String full() {
      return "waits for room: Kafka has not confirmed what fills the "
          + limit
          + " bytes of limits.bytes-in-flight, of this route or of others";
    }
  }
}

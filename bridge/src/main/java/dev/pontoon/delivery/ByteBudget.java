package dev.pontoon.delivery;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Bounds the bytes in flight of all routes together. One half is shared out among them, so that a
 * route whose topic takes nothing leaves room for all others; the other half is for whoever needs
 * it, who waits longest first. A message larger than that half passes when nothing else is in it.
 * Safe for all threads.
 */
public final class ByteBudget {
  /** How often a waiting source looks whether it was closed meanwhile. */
  private static final long LOOK_MILLIS = 100;

  /** Who waits longer says so. */
  private static final Duration SOON = Duration.ofSeconds(5);

  private final long limit;
  private final AtomicLong common = new AtomicLong();
  private final List<Share> shares = new CopyOnWriteArrayList<>();
  private final Object room = new Object();

  /** In the order of arrival: a large message must not wait for ever behind small ones. */
  private final Deque<Object> queue = new ArrayDeque<>();

  private volatile int waiting;

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

  /** What one route may use. */
  public final class Share {
    private final AtomicLong own = new AtomicLong();

    private boolean tryOwn(int size) {
      return tryTake(own, size, (limit - limit / 2) / shares.size());
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
      if (waiting == 0 && tryCommon(bytes)) {
        return -bytes;
      }
      return await(bytes, closed, full);
    }

    private int await(int bytes, BooleanSupplier closed, Runnable full)
        throws InterruptedException {
      Object me = new Object();
      long since = System.nanoTime();
      boolean said = false;
      synchronized (room) {
        queue.addLast(me);
        waiting++;
        try {
          while (!closed.getAsBoolean()) {
            if (tryOwn(bytes)) {
              return bytes;
            }
            if (queue.peekFirst() == me && tryCommon(bytes)) {
              return -bytes;
            }
            if (!said && System.nanoTime() - since > SOON.toNanos()) {
              said = true;
              full.run();
            }
            room.wait(LOOK_MILLIS);
          }
          return 0;
        } finally {
          waiting--;
          queue.remove(me);
          room.notifyAll();
        }
      }
    }

    /** Gives back what {@link #acquire} returned. */
    void release(int taken) {
      if (taken > 0) {
        own.addAndGet(-taken);
      } else {
        common.addAndGet(taken);
      }
      if (waiting > 0) {
        synchronized (room) {
          room.notifyAll();
        }
      }
    }

    /** What is wrong when it waits, for the route's status. */
    String full() {
      return "waits for room: Kafka has not confirmed what fills the "
          + limit
          + " bytes of limits.bytes-in-flight, of this route or of others";
    }
  }
}

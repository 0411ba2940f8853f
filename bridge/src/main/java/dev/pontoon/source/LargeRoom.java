package dev.pontoon.source;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Memory for large messages while they are received and converted: a quarter of the heap for all
 * routes together. Of those who wait, the first is served first. Safe for all threads.
 */
public final class LargeRoom {
  /** A message is in memory more than once while it is converted. */
  private static final int HEAP_PART = 4;

  private static final int UNIT = 1 << 10;

  private final int units;
  private final Semaphore free;

  /** A quarter of this JVM's heap. */
  public LargeRoom() {
    this(Runtime.getRuntime().maxMemory() / HEAP_PART);
  }

  LargeRoom(long bytes) {
    this.units = (int) Math.min(Integer.MAX_VALUE, Math.max(1, bytes / UNIT));
    this.free = new Semaphore(units, true);
  }

  /** The largest message that may be received, whatever is configured. */
  public long largest() {
    return (long) units * UNIT;
  }

  /** Room until it is closed. */
  public interface Place extends AutoCloseable {
    /** For what needs none. */
    Place NONE = () -> {};

    @Override
    void close();
  }

  /**
   * Waits for room, but not longer than that; null if there is none.
   *
   * @param bytes more than there is counts as all of it
   */
  public @Nullable Place enter(long bytes, Duration most) throws InterruptedException {
    int taken = (int) Math.max(1, Math.min(units, bytes / UNIT));
    return free.tryAcquire(taken, most.toMillis(), TimeUnit.MILLISECONDS)
        ? () -> free.release(taken)
        : null;
  }
}

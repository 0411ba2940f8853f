package dev.pontoon.source;

import java.util.concurrent.Semaphore;

/**
 * Memory for large messages while they are received and converted: a quarter of the heap for all
 * routes together. Who waits longest is first. Safe for all threads.
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
   * Waits for room.
   *
   * @param bytes more than there is counts as all of it
   */
  public Place enter(long bytes) throws InterruptedException {
    int taken = (int) Math.max(1, Math.min(units, bytes / UNIT));
    free.acquire(taken);
    return () -> free.release(taken);
  }
}

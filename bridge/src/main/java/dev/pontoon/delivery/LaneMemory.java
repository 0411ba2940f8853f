package dev.pontoon.delivery;

import dev.pontoon.observe.LogLimit;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What a lane keeps from session to session. Safe for all threads. */
final class LaneMemory {
  /** Some MiB of memory; who has more refused keys than that has another problem. */
  static final int MOST_PARKED_KEYS = 10_000;

  private final ConfirmedIds confirmed;
  private final ParkedKeys parkedKeys = new ParkedKeys(MOST_PARKED_KEYS);
  private final LogLimit refusalLines = new LogLimit(Duration.ofSeconds(1), System::nanoTime);
  private final AtomicInteger alone = new AtomicInteger();

  /**
   * @param allowance of all routes together; null to remember as much as there is
   */
  LaneMemory(@Nullable IdAllowance allowance) {
    this.confirmed = new ConfirmedIds(ConfirmedIds.CAPACITY, allowance);
  }

  /** One line a second tells about refused messages; the dead letters tell about each. */
  LogLimit refusalLines() {
    return refusalLines;
  }

  ConfirmedIds confirmed() {
    return confirmed;
  }

  ParkedKeys parkedKeys() {
    return parkedKeys;
  }

  /** The next messages travel alone, so that a refused one can't spoil its neighbours' batch. */
  void sendAlone(int messages) {
    alone.set(messages);
  }

  /** Whether the next message will travel alone. */
  boolean nextAlone() {
    return alone.get() > 0;
  }

  /** Asked once per message, by the source's thread. */
  boolean travelsAlone() {
    return alone.get() > 0 && alone.getAndDecrement() > 0;
  }
}

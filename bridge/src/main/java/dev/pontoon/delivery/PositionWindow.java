package dev.pontoon.delivery;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The positions of the messages of one session that are not known to be safe. Bounded by the
 * session's {@link Window}. Safe for all threads.
 */
final class PositionWindow {
  private final @Nullable Position[] places;
  private final int mask;
  private long passed;

  /**
   * @param capacity messages between delivery and acknowledgement, at least 1
   */
  PositionWindow(int capacity) {
    int size = Integer.highestOneBit(Math.max(1, capacity - 1)) << 1;
    this.places = new Position[size];
    this.mask = size - 1;
  }

  synchronized void taken(long sequence, @Nullable Position position) {
    places[(int) sequence & mask] = position;
  }

  /** All up to this sequence are safe; returns the positions that are new by that, in order. */
  synchronized List<Position> upTo(long sequence) {
    List<Position> safe = new ArrayList<>((int) Math.max(0, sequence - passed));
    while (passed < sequence) {
      passed++;
      Position position = places[(int) passed & mask];
      places[(int) passed & mask] = null;
      if (position != null) {
        safe.add(position);
      }
    }
    return safe;
  }
}

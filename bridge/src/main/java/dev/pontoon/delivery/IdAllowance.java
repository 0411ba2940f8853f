package dev.pontoon.delivery;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the identities that all routes at level A remember together, so that a hundred busy ones
 * fit into a small heap: about 24 bytes each. Who comes first may remember more; {@link #EACH} are
 * always allowed. Safe for all threads.
 */
public final class IdAllowance {
  /** For eight routes the whole {@link ConfirmedIds#CAPACITY}: 12 MiB. */
  static final int TOGETHER = 8 * ConfirmedIds.CAPACITY;

  /** Twice the default window. */
  static final int EACH = 1 << 12;

  private final AtomicLong taken = new AtomicLong();

  /** Returns whether so many more may be remembered. */
  boolean take(int ids) {
    return ByteBudget.tryTake(taken, ids, TOGETHER);
  }

  void giveBack(int ids) {
    taken.addAndGet(-ids);
  }
}

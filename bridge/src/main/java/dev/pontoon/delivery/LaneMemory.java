package dev.pontoon.delivery;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What a lane keeps from session to session. Safe for all threads. */
final class LaneMemory {
  private final ConfirmedIds confirmed = new ConfirmedIds(ConfirmedIds.CAPACITY);
  private final Set<ByteBuffer> parkedKeys = ConcurrentHashMap.newKeySet();
  private final AtomicInteger alone = new AtomicInteger();

  ConfirmedIds confirmed() {
    return confirmed;
  }

  Set<ByteBuffer> parkedKeys() {
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

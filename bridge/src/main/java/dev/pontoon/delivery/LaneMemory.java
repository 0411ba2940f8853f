package dev.pontoon.delivery;

import dev.pontoon.observe.LogLimit;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What a lane keeps from session to session. Safe for all threads. */
final class LaneMemory {
  private final ConfirmedIds confirmed = new ConfirmedIds(ConfirmedIds.CAPACITY);
  private final Set<ByteBuffer> parkedKeys = ConcurrentHashMap.newKeySet();
  private final LogLimit refusalLines = new LogLimit(Duration.ofSeconds(1), System::nanoTime);
  private final AtomicInteger alone = new AtomicInteger();

  /** One line a second tells about refused messages; the dead letters tell about each. */
  LogLimit refusalLines() {
    return refusalLines;
  }

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

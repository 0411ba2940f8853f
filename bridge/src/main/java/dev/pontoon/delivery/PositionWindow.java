package dev.pontoon.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The positions of the messages of one session that were taken and not yet passed, in the order of
 * their sequences. It is not bounded by the session's {@link Window} alone: a message leaves that
 * when Kafka has confirmed it, and leaves here when its acknowledgement is on its way. Safe for all
 * threads.
 */
final class PositionWindow {
  private final ArrayDeque<Taken> waiting = new ArrayDeque<>();

  private record Taken(long sequence, Position position) {}

  /**
   * @param sequence higher than all before
   */
  synchronized void taken(long sequence, @Nullable Position position) {
    if (position != null) {
      waiting.add(new Taken(sequence, position));
    }
  }

  /** All up to this sequence are safe; returns the positions that are new by that, in order. */
  synchronized List<Position> upTo(long sequence) {
    List<Position> safe = new ArrayList<>();
    Taken oldest = waiting.peek();
    while (oldest != null && oldest.sequence() <= sequence) {
      safe.add(oldest.position());
      waiting.remove();
      oldest = waiting.peek();
    }
    return safe;
  }
}

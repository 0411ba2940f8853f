package dev.pontoon.delivery;

import dev.pontoon.delivery.TransactionalSink.SinkException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** For queues: the broker chooses what it delivers again, and identities recognise it. */
final class IdentityProgress implements Progress {
  private final IdRing ring;

  /**
   * @param state as committed
   * @param known takes every identity, oldest first
   * @throws IllegalArgumentException if the state was not written by this version
   */
  IdentityProgress(Map<Integer, byte[]> state, ConfirmedIds known) {
    Map<Integer, byte[]> slots = new HashMap<>(state);
    slots.remove(Positions.SLOT);
    this.ring = new IdRing(slots, known);
  }

  @Override
  public boolean countsAll() {
    return false;
  }

  @Override
  public void write(List<Passage> passages, TransactionalSink sink) throws SinkException {
    List<Identity> ids = new ArrayList<>(passages.size());
    for (Passage passage : passages) {
      Identity identity = passage.identity();
      if (identity != null && !passage.skipped()) {
        ids.add(identity);
      }
    }
    if (!ids.isEmpty()) {
      ring.add(ids);
      sink.state(ring.slot(), ring.value());
    }
  }
}

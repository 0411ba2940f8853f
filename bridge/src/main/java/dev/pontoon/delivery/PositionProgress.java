package dev.pontoon.delivery;

import dev.pontoon.delivery.TransactionalSink.SinkException;
import java.util.List;
import java.util.Map;

/** For streams: nothing comes again that is at or before the position. */
final class PositionProgress implements Progress {
  private final Positions positions;

  PositionProgress(Positions positions) {
    this.positions = positions;
  }

  /** Where the lane stands, by stream. */
  Map<String, Position> byStream() {
    return positions.byStream();
  }

  /** A stream of which nothing is mirrored must not be read again from its beginning. */
  @Override
  public boolean countsAll() {
    return true;
  }

  @Override
  public void write(List<Passage> passages, TransactionalSink sink) throws SinkException {
    for (Passage passage : passages) {
      Position position = passage.position();
      if (position != null) {
        positions.reached(position);
      }
    }
    sink.state(Positions.SLOT, positions.value());
  }
}

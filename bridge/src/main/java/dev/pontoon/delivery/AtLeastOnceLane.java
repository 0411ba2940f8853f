package dev.pontoon.delivery;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Level A: a message is acknowledged when Kafka has confirmed all its records or its dead letter,
 * in the order of delivery. A record that was handed to Kafka is never sent a second time by this
 * process: what is in doubt is waited for, what is given back and delivered again is recognised by
 * its id.
 */
public final class AtLeastOnceLane implements Lane {
  private final LaneParts parts;
  private final RecordSink sink;
  private final LaneMemory memory;
  private final @Nullable PositionKeeper positions;
  private @Nullable AtLeastOnceSession last;

  /**
   * For a route that reads a queue.
   *
   * @param remembered shared by all lanes of this level
   */
  public AtLeastOnceLane(LaneParts parts, RecordSink sink, IdAllowance remembered) {
    this.parts = parts;
    this.sink = sink;
    this.memory = new LaneMemory(remembered);
    this.positions = null;
  }

  /**
   * For a route that reads streams.
   *
   * @param store keeps how far it has read
   * @param timer says when to write that
   */
  public AtLeastOnceLane(
      LaneParts parts, RecordSink sink, PositionStore store, ScheduledExecutorService timer) {
    this.parts = parts;
    this.sink = sink;
    this.memory = new LaneMemory(new IdAllowance());
    this.positions = new PositionKeeper(parts.route(), store, timer, parts.workers());
  }

  @Override
  public synchronized Session open(Acknowledger acknowledger, AckMode mode)
      throws InterruptedException {
    if (last != null) {
      last.close();
      last.awaitSafe(Long.MAX_VALUE);
      last.settled();
    }
    memory.parkedKeys().restore(parts.letterKeys());
    AtLeastOnceSession opened =
        positions == null
            ? new AtLeastOnceSession(acknowledger, mode, Map.of(), null)
            : tracked(acknowledger, mode, positions);
    last = opened;
    return opened;
  }

  private AtLeastOnceSession tracked(Acknowledger inner, AckMode mode, PositionKeeper keeper)
      throws InterruptedException {
    PositionWindow window = new PositionWindow();
    Map<String, Position> begin = keeper.restore(window);
    Acknowledger acknowledger =
        sequence -> {
          keeper.reached(window.upTo(sequence));
          inner.acknowledge(sequence);
        };
    return new AtLeastOnceSession(acknowledger, mode, begin, window);
  }

  @Override
  public void tryOut() throws InterruptedException {
    memory.parkedKeys().restore(parts.letterKeys());
  }

  @Override
  public void close() {
    parts.metrics().inFlight(() -> 0);
    memory.confirmed().giveBack();
  }

  private final class AtLeastOnceSession extends LaneSession {
    /** A topic may refuse a whole window at once: that must not take as many threads. */
    private final InTurn refused = new InTurn(parts.workers());

    private final Map<String, Position> begin;
    private final @Nullable PositionWindow places;

    /**
     * @param places of what is taken; null for a queue, which has none
     */
    AtLeastOnceSession(
        Acknowledger acknowledger,
        AckMode mode,
        Map<String, Position> begin,
        @Nullable PositionWindow places) {
      super(AtLeastOnceLane.this.parts, AtLeastOnceLane.this.memory, acknowledger, mode);
      this.begin = begin;
      this.places = places;
    }

    @Override
    public Map<String, Position> positions() {
      return begin;
    }

    @Override
    public void close() {
      super.close();
      if (places != null && positions != null) {
        positions.end(places);
      }
    }

    /** What is confirmed counts, though the connection that it came by has ended. */
    private void settled() {
      if (places != null && positions != null) {
        positions.reached(places.upTo(window().lowWater()));
      }
    }

    @Override
    public boolean drain(Duration timeout) throws InterruptedException {
      boolean safe = super.drain(timeout);
      settled();
      return (positions == null || positions.flush()) && safe;
    }

    @Override
    RecordSink sink() {
      return sink;
    }

    @Override
    void taken(Passage passage) {
      // It is on its way by itself: nothing to gather.
      if (places != null) {
        places.taken(passage.sequence(), passage.position());
      }
    }

    @Override
    boolean mayWait() {
      return true;
    }

    @Override
    void finished(Passage passage) {
      passage.release();
      if (passage.abandoned()) {
        parts().metrics().givenBack.increment();
        window().abandon();
        return;
      }
      Identity identity = passage.identity();
      if (identity != null && !passage.skipped()) {
        memory().confirmed().add(identity);
      }
      settle(passage);
    }

    @Override
    void notConfirmed(Sending sending, SinkFailure failure) {
      if (failure.kind() == SinkFailure.Kind.REFUSED) {
        // Kafka's own thread must not wait for anything, and a dead letter may have to.
        refused.execute(() -> refusedByKafka(sending, failure.message()));
        return;
      }
      if (failure.kind() == SinkFailure.Kind.COLLATERAL) {
        memory().sendAlone(2 * parts().maxInFlight());
      }
      sending.abandon();
      fail(failure.message());
    }

    @Override
    boolean awaitSafe(long nanos) throws InterruptedException {
      return window().awaitFinished(nanos);
    }
  }
}

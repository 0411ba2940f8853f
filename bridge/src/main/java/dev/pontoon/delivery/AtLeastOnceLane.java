package dev.pontoon.delivery;

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
  private @Nullable LaneSession last;

  /**
   * @param remembered shared by all lanes of this level
   */
  public AtLeastOnceLane(LaneParts parts, RecordSink sink, IdAllowance remembered) {
    this.parts = parts;
    this.sink = sink;
    this.memory = new LaneMemory(remembered);
  }

  @Override
  public synchronized Session open(Acknowledger acknowledger, AckMode mode)
      throws InterruptedException {
    if (last != null) {
      last.close();
      last.awaitSafe(Long.MAX_VALUE);
    }
    memory.parkedKeys().restore(parts.letterKeys());
    LaneSession opened = new AtLeastOnceSession(acknowledger, mode);
    last = opened;
    return opened;
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

    AtLeastOnceSession(Acknowledger acknowledger, AckMode mode) {
      super(AtLeastOnceLane.this.parts, AtLeastOnceLane.this.memory, acknowledger, mode);
    }

    @Override
    RecordSink sink() {
      return sink;
    }

    @Override
    void taken(Passage passage) {
      // It is on its way by itself: nothing to gather.
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

package dev.pontoon.delivery;

import dev.pontoon.deadletter.Parts;
import dev.pontoon.message.OutboundRecord;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * One record on its way into Kafka; learns what became of it. Its passage waits for it from the
 * first moment until it has ended, which it does once.
 */
final class Sending implements RecordSink.Confirmation {
  private static final AtomicIntegerFieldUpdater<Sending> ENDED =
      AtomicIntegerFieldUpdater.newUpdater(Sending.class, "ended");

  private final LaneSession session;
  private final Passage passage;
  private final Parts parts;
  private final OutboundRecord record;
  private final boolean deadLetter;

  private volatile int ended;

  /** Written by the sink before send returns, read after it, on one thread. */
  private @Nullable String notSent;

  /** Whoever makes it must {@link LaneSession#offer} it. */
  Sending(
      LaneSession session,
      Passage passage,
      Parts parts,
      OutboundRecord record,
      boolean deadLetter) {
    this.session = session;
    this.passage = passage;
    this.parts = parts;
    this.record = record;
    this.deadLetter = deadLetter;
    passage.begin(deadLetter);
  }

  /** Returns false if the sink could not take it now. */
  boolean offer(RecordSink sink) {
    notSent = null;
    sink.send(record, this);
    return notSent == null;
  }

  @Nullable String notSent() {
    return notSent;
  }

  Passage passage() {
    return passage;
  }

  /** What of the message it is. */
  Parts parts() {
    return parts;
  }

  OutboundRecord record() {
    return record;
  }

  boolean deadLetter() {
    return deadLetter;
  }

  /** It is confirmed, or something else stands for it. */
  void end() {
    if (ENDED.compareAndSet(this, 0, 1)) {
      passage.end();
    }
  }

  /** It will not be confirmed in this session: the whole message goes back to the queue. */
  void abandon() {
    if (ENDED.compareAndSet(this, 0, 1)) {
      passage.giveUp();
      passage.end();
    }
  }

  @Override
  public void confirmed() {
    try {
      session.confirmed(this);
    } finally {
      end();
    }
  }

  @Override
  public void failed(SinkFailure failure) {
    if (failure.kind() == SinkFailure.Kind.NOT_SENT) {
      notSent = failure.message();
      return;
    }
    try {
      session.notConfirmed(this, failure);
    } catch (RuntimeException e) {
      abandon();
      session.broken(e);
    }
  }
}

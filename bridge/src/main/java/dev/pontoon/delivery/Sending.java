package dev.pontoon.delivery;

import dev.pontoon.deadletter.Parts;
import dev.pontoon.message.OutboundRecord;
import org.jspecify.annotations.Nullable;

/** One record on its way into Kafka; learns what became of it. */
final class Sending implements RecordSink.Confirmation {
  private final LaneSession session;
  private final Passage passage;
  private final Parts parts;
  private final OutboundRecord record;
  private final boolean deadLetter;

  /** Written by the sink before send returns, read after it, on one thread. */
  private @Nullable String notSent;

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

  @Override
  public void confirmed() {
    session.confirmed(this);
    passage.end();
  }

  @Override
  public void failed(SinkFailure failure) {
    if (failure.kind() == SinkFailure.Kind.NOT_SENT) {
      notSent = failure.message();
    } else {
      session.notConfirmed(this, failure);
    }
  }
}

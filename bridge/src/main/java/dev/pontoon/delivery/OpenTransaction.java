package dev.pontoon.delivery;

import dev.pontoon.delivery.TransactionalSink.SinkException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The messages of the transaction that is being filled. For one thread at a time, but for {@link
 * #spoil}.
 */
final class OpenTransaction {
  private final TransactionalSink sink;
  private final Progress progress;
  private List<Passage> passages = new ArrayList<>();
  private long bytes;
  private long number;
  private boolean begun;
  private volatile @Nullable Sending spoilt;
  private volatile @Nullable String why;

  OpenTransaction(TransactionalSink sink, Progress progress) {
    this.sink = sink;
    this.progress = progress;
  }

  /** Where the lane stands in streams. */
  Map<String, Position> positions() {
    return progress instanceof PositionProgress streams ? streams.byStream() : Map.of();
  }

  TransactionalSink sink() {
    return sink;
  }

  /** Begins the transaction in Kafka if nothing was sent in it yet. */
  void sending() throws SinkException {
    if (!begun) {
      sink.begin();
      begun = true;
    }
  }

  void add(Passage passage) {
    passages.add(passage);
    bytes += passage.size();
  }

  /** Whether a message in it was neither written nor dead-lettered. */
  boolean givenUp() {
    return passages.stream().anyMatch(Passage::abandoned);
  }

  int size() {
    return passages.size();
  }

  long bytes() {
    return bytes;
  }

  /** Tells one transaction from the next. */
  long number() {
    return number;
  }

  /**
   * Kafka will never take this record: the transaction can't be committed. Any thread.
   *
   * @return whether it is the first of this transaction
   */
  synchronized boolean spoil(Sending guilty, String reason) {
    if (spoilt != null) {
      return false;
    }
    why = reason;
    spoilt = guilty;
    return true;
  }

  @Nullable Sending spoilt() {
    return spoilt;
  }

  String why() {
    String reason = why;
    return reason == null ? "" : reason;
  }

  /** Commits; returns the messages that are safe now, in order. */
  List<Passage> commit() throws SinkException {
    if (progress.countsAll()) {
      sending();
    }
    if (begun) {
      progress.write(passages, sink);
      sink.commit();
    }
    return next();
  }

  /** Aborts; returns the messages that were in it. */
  List<Passage> abort() throws SinkException {
    if (begun) {
      sink.abort();
    }
    return next();
  }

  /** Forgets what is in it, to be asked no more; returns it. */
  List<Passage> next() {
    List<Passage> done = passages;
    passages = new ArrayList<>(done.size());
    bytes = 0;
    number++;
    begun = false;
    spoilt = null;
    why = null;
    return done;
  }
}

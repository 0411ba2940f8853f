package dev.pontoon.delivery;

import dev.pontoon.deadletter.Parts;
import dev.pontoon.delivery.TransactionalSink.SinkException;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Refusal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Fills one transaction after the other; a message is settled when its transaction is committed.
 */
final class EffectivelyOnceSession extends LaneSession {
  /** A transaction takes this part of the window, so that the broker can deliver meanwhile. */
  private static final int WINDOW_PART = 2;

  private static final long MAX_BYTES = 8L << 20;

  private final ReentrantLock turn = new ReentrantLock(true);
  private final OpenTransaction open;
  private final ScheduledExecutorService timer;
  private final int full;

  /** At the beginning of the session. */
  private final Map<String, Position> positions;

  EffectivelyOnceSession(
      LaneParts parts,
      LaneMemory memory,
      Acknowledger acknowledger,
      Lane.AckMode mode,
      OpenTransaction open,
      ScheduledExecutorService timer) {
    super(parts, memory, acknowledger, mode);
    this.open = open;
    this.positions = open.positions();
    this.timer = timer;
    this.full = Math.max(1, parts.maxInFlight() / WINDOW_PART);
  }

  @Override
  public Map<String, Position> positions() {
    return positions;
  }

  @Override
  RecordSink sink() {
    return (record, confirmation) -> {
      try {
        open.sending();
      } catch (SinkException e) {
        confirmation.failed(
            new SinkFailure(SinkFailure.Kind.UNKNOWN, String.valueOf(e.getMessage())));
        return;
      }
      open.sink().send(record, confirmation);
    };
  }

  @Override
  public boolean take(LegacyMessage message, Lane.Router router) throws InterruptedException {
    // Before the turn: what waits for room must not keep the open transaction from its commit.
    int room = room().of(message);
    if (room == 0) {
      return false;
    }
    boolean mine = false;
    try {
      turn.lockInterruptibly();
      mine = true;
      return takeInTurn(message, room, router);
    } finally {
      if (mine) {
        turn.unlock();
      } else {
        parts().budget().release(room);
      }
    }
  }

  private boolean takeInTurn(LegacyMessage message, int room, Lane.Router router)
      throws InterruptedException {
    boolean alone = memory().nextAlone();
    if (alone) {
      commit();
    }
    if (!take(message, room, router)) {
      return false;
    }
    if (open.size() >= full || open.bytes() >= MAX_BYTES || alone) {
      commit();
    } else if (open.size() == 1) {
      long number = open.number();
      var unused =
          timer.schedule(
              () -> parts().workers().execute(() -> commitLater(number)),
              EffectivelyOnceLane.LINGER.toMillis(),
              TimeUnit.MILLISECONDS);
    }
    return true;
  }

  @Override
  void taken(Passage passage) {
    open.add(passage);
  }

  private void commitLater(long number) {
    turn.lock();
    try {
      if (open.number() == number && !failed()) {
        commit();
      }
    } finally {
      turn.unlock();
    }
  }

  /** With the turn held. */
  private void commit() {
    try {
      commitOrDeadLetter();
    } catch (RuntimeException | Error e) {
      broken(e);
    }
  }

  private void commitOrDeadLetter() {
    while (open.size() > 0 && !failed()) {
      if (open.givenUp()) {
        fail("a message was given up: its transaction must not be committed");
        return;
      }
      try {
        List<Passage> safe = open.commit();
        sinkWorks();
        for (Passage passage : safe) {
          remember(passage);
          settle(passage);
        }
        return;
      } catch (SinkException e) {
        spoiltOrLost(e);
      }
    }
  }

  private void remember(Passage passage) {
    Identity identity = passage.identity();
    if (identity != null && !passage.skipped()) {
      memory().confirmed().add(identity);
    }
  }

  /**
   * A record that Kafka refuses spoils its transaction. Alone in it, it becomes a dead letter in a
   * new one, and a dead letter is tried until it is taken; with others, all go back and travel
   * alone next time.
   */
  private void spoiltOrLost(SinkException failure) {
    Sending guilty = open.spoilt();
    if (guilty == null) {
      fail(String.valueOf(failure.getMessage()));
      return;
    }
    String why = open.why();
    Passage passage = guilty.passage();
    if (open.size() > 1) {
      memory().sendAlone(2 * parts().maxInFlight());
      guilty.abandon();
      fail(why);
      return;
    }
    try {
      open.abort();
      open.add(passage);
      if (guilty.deadLetter()) {
        refusedByKafka(guilty, why);
        return;
      }
      // The whole message: other records that it became were aborted with the refused one.
      byte[] key = guilty.record().key();
      refuse(passage, Parts.ALL, new Refusal(Refusal.Reason.REJECTED_BY_KAFKA, why, key));
      guilty.end();
    } catch (SinkException e) {
      fail(String.valueOf(e.getMessage()));
    }
  }

  @Override
  void finished(Passage passage) {
    passage.release();
  }

  @Override
  void notConfirmed(Sending sending, SinkFailure failure) {
    if (failure.kind() == SinkFailure.Kind.REFUSED && open.spoil(sending, failure.message())) {
      // It ends when the transaction does; who waits for room must not wait for that.
      sending.passage().release();
      return;
    }
    sending.end();
    if (open.spoilt() == null) {
      fail(failure.message());
    }
  }

  @Override
  boolean mayWait() {
    if (open.size() <= 1) {
      return true;
    }
    memory().sendAlone(2 * parts().maxInFlight());
    fail("a refused message stops the line: what came before it is committed first");
    return false;
  }

  @Override
  boolean awaitSafe(long nanos) throws InterruptedException {
    if (!turn.tryLock(nanos, TimeUnit.NANOSECONDS)) {
      // The source's thread waits for Kafka: only the end of the writer lets it go.
      open.sink().close();
      return false;
    }
    // A commit waits for Kafka as long as it takes; only the end of the writer ends it.
    var limit =
        nanos == Long.MAX_VALUE
            ? null
            : timer.schedule(
                // Closing waits for a thread of Kafka's client, and the timer serves all.
                () -> parts().workers().execute(open.sink()::close), nanos, TimeUnit.NANOSECONDS);
    try {
      if (!failed()) {
        commit();
      }
      return open.size() == 0 && !failed();
    } finally {
      if (limit != null) {
        limit.cancel(false);
      }
      turn.unlock();
    }
  }

  /** After the writer was closed: nothing of what is open will ever be committed. */
  void giveUp() {
    turn.lock();
    try {
      for (Passage passage : open.next()) {
        passage.release();
        window().abandon();
      }
    } finally {
      turn.unlock();
    }
  }
}

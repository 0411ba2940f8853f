package dev.pontoon.delivery;

import dev.pontoon.message.LegacyMessage;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * One message's passage: counts the records it became until all are confirmed and the route has
 * finished, then settles it once. Safe for all threads.
 */
final class Passage implements InFlight {
  private static final AtomicIntegerFieldUpdater<Passage> PENDING =
      AtomicIntegerFieldUpdater.newUpdater(Passage.class, "pending");

  private static final AtomicIntegerFieldUpdater<Passage> ROOM =
      AtomicIntegerFieldUpdater.newUpdater(Passage.class, "room");

  private final LaneSession session;
  private final LegacyMessage message;
  private @Nullable Identity identity;
  private @Nullable Position position;
  private final long sequence;

  private final int size;

  /** What it has of the budget; 0 when it was given back. */
  private volatile int room;

  /** The route itself counts as one until it has returned. */
  private volatile int pending = 1;

  private volatile boolean recorded;
  private volatile boolean refused;
  private volatile boolean abandoned;
  private boolean skipped;

  /** What the steps have made of the message so far; used by the routing thread only. */
  private int made;

  /** Used by the routing thread only. */
  private @Nullable Throwable fault;

  Passage(LaneSession session, LegacyMessage message, long sequence, int room) {
    this.session = session;
    this.message = message;
    this.sequence = sequence;
    this.room = room;
    this.size = Math.abs(room);
  }

  @Override
  public LegacyMessage message() {
    return message;
  }

  @Override
  public long sequence() {
    return sequence;
  }

  @Override
  public void forward(LegacyMessage derived) {
    made++;
    try {
      session.forward(this, derived, made);
    } catch (RuntimeException | Error e) {
      fault = e;
      throw e;
    }
  }

  /** Throws what has gone wrong in the lane, which steps may have caught or wrapped. */
  void throwFault() {
    if (fault instanceof RuntimeException exception) {
      throw exception;
    } else if (fault instanceof Error error) {
      throw error;
    }
  }

  /** How many messages the steps have made of this one. */
  int made() {
    return made;
  }

  /** On the routing thread, before anything is sent. */
  void identify(Identities identities) {
    position = Position.of(message, identities);
    identity = position == null ? identities.of(message) : null;
  }

  /** Null for a message without an id, and for one that has a position. */
  @Nullable Identity identity() {
    return identity;
  }

  /** Null where the source has none. */
  @Nullable Position position() {
    return position;
  }

  /** Bytes, as the budget counts them. */
  int size() {
    return size;
  }

  /** Gives its room in the budget back. Any number of times. */
  void release() {
    int taken = ROOM.getAndSet(this, 0);
    if (taken != 0) {
      session.parts().budget().release(taken);
    }
  }

  boolean recorded() {
    return recorded;
  }

  boolean refused() {
    return refused;
  }

  boolean skipped() {
    return skipped;
  }

  /** Kafka had it before: nothing is written. */
  void skip() {
    skipped = true;
  }

  boolean abandoned() {
    return abandoned;
  }

  /** A record or a dead letter is on its way: for {@link Sending}, which ends it in any case. */
  void begin(boolean deadLetter) {
    if (deadLetter) {
      refused = true;
    } else {
      recorded = true;
    }
    PENDING.incrementAndGet(this);
  }

  /** One record confirmed, replaced by its dead letter, or the route returned. */
  void end() {
    if (PENDING.decrementAndGet(this) == 0) {
      session.finished(this);
    }
  }

  /** The whole message goes back to the queue, whatever becomes of its records. */
  void giveUp() {
    abandoned = true;
  }
}

package dev.pontoon.delivery;

import dev.pontoon.delivery.TransactionalSink.SinkException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Level B: records, dead letters and the identities of their messages are committed in one Kafka
 * transaction; then the messages are acknowledged. What is delivered again after that is found
 * among the committed identities and only acknowledged.
 *
 * <p>A session begins with the source being the queue's reader already: then older writers are
 * fenced, then the state is read, then messages are taken. In this order no other writer can add
 * what the state does not show.
 */
public final class EffectivelyOnceLane implements Lane {
  private final LaneParts parts;
  private final TransactionalSink.Factory sinks;
  private final ScheduledExecutorService timer;
  private final boolean streams;
  private final LaneMemory memory = new LaneMemory(null);
  private final Object opening = new Object();
  private volatile @Nullable EffectivelyOnceSession last;
  private volatile @Nullable TransactionalSink sink;

  /** As the other one, for a route that reads a queue. */
  public EffectivelyOnceLane(
      LaneParts parts, TransactionalSink.Factory sinks, ScheduledExecutorService timer) {
    this(parts, sinks, timer, false);
  }

  /**
   * @param timer commits small transactions when nothing more arrives
   * @param streams whether the route reads streams: then it keeps positions, not identities
   */
  public EffectivelyOnceLane(
      LaneParts parts,
      TransactionalSink.Factory sinks,
      ScheduledExecutorService timer,
      boolean streams) {
    this.parts = parts;
    this.streams = streams;
    this.sinks = sinks;
    this.timer = timer;
  }

  @Override
  public Session open(Acknowledger acknowledger, AckMode mode) throws InterruptedException {
    synchronized (opening) {
      end();
      TransactionalSink fresh = sinks.open();
      sink = fresh;
      Progress progress = takenOver(fresh);
      EffectivelyOnceSession opened =
          new EffectivelyOnceSession(
              parts, memory, acknowledger, mode, new OpenTransaction(fresh, progress), timer);
      last = opened;
      return opened;
    }
  }

  private Progress takenOver(TransactionalSink fresh) throws InterruptedException {
    try {
      Map<Integer, byte[]> state = fresh.takeOver();
      Progress progress =
          streams
              ? new PositionProgress(Positions.of(state))
              : new IdentityProgress(state, memory.confirmed());
      // After the fence: an older writer can't add a dead letter that is not seen here.
      memory.parkedKeys().restore(parts.letterKeys());
      return progress;
    } catch (SinkException | IllegalArgumentException e) {
      fresh.close();
      throw new IllegalStateException(
          "could not take over from an older writer: " + e.getMessage(), e);
    }
  }

  /** Fences older writers, which a reader that has failed would do in the next moment. */
  @Override
  public void tryOut() throws InterruptedException {
    synchronized (opening) {
      end();
      try (TransactionalSink trial = sinks.open()) {
        sink = trial;
        var unused = takenOver(trial);
      }
    }
  }

  private void end() {
    EffectivelyOnceSession before = last;
    TransactionalSink writer = sink;
    if (before != null) {
      before.close();
    }
    if (writer != null) {
      writer.close();
    }
    if (before != null) {
      before.giveUp();
      parts.metrics().givenBack.increment(before.window().unacknowledged());
    }
    last = null;
    sink = null;
  }

  @Override
  public void close() {
    TransactionalSink writer = sink;
    if (writer != null) {
      writer.close();
    }
    parts.metrics().inFlight(() -> 0);
  }

  /** How long a transaction stays open for more messages. */
  static final Duration LINGER = Duration.ofMillis(10);
}

package dev.pontoon.delivery;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where an at-least-once lane stands in its streams. Positions are written soon after the messages
 * before them are safe, never earlier: what a crash takes is read a second time, and nothing is
 * left out. Between two sessions another replica may read on; then what it wrote counts, and what
 * this one has not written yet is dropped. Safe for all threads; who says what is safe never waits
 * for Kafka.
 */
final class PositionKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(PositionKeeper.class);

  /** How much a killed bridge reads a second time. */
  private static final Duration EVERY = Duration.ofMillis(500);

  private final String route;
  private final PositionStore store;
  private final ScheduledExecutorService timer;
  private final Executor workers;

  /** Taken before the lock of this object: values are written in the order they were taken. */
  private final Object writing = new Object();

  /** The value in the store that this process read or wrote last. Under {@link #writing}. */
  private byte @Nullable [] known;

  /** Perhaps in the store: Kafka did not say. Under {@link #writing}. */
  private byte @Nullable [] tried;

  /** Whether it is said already that positions can't be written. Under {@link #writing}. */
  private boolean away;

  private Positions positions = new Positions();
  private boolean changed;
  private boolean scheduled;

  /** Of the session that is open; null where another replica may read. */
  private @Nullable PositionWindow open;

  PositionKeeper(
      String route, PositionStore store, ScheduledExecutorService timer, Executor workers) {
    this.route = route;
    this.store = store;
    this.timer = timer;
    this.workers = workers;
  }

  /**
   * Reads what is written: another replica may have gone on since. If none has, writes what is not
   * written yet.
   *
   * @param window of the session that begins
   * @throws IllegalStateException when that can't be done; the message is for the operator
   */
  Map<String, Position> restore(PositionWindow window) throws InterruptedException {
    synchronized (writing) {
      try {
        Map<Integer, byte[]> state = store.read();
        byte[] stored = state.get(Positions.SLOT);
        if (!own(stored)) {
          take(Positions.of(state));
        }
        known = stored;
        write();
        away = false;
        return begin(window);
      } catch (IOException | IllegalArgumentException e) {
        throw new IllegalStateException(
            "the position in the stream could not be read: " + e.getMessage(), e);
      }
    }
  }

  private synchronized void take(Positions read) {
    positions = read;
    changed = false;
  }

  private synchronized Map<String, Position> begin(PositionWindow window) {
    open = window;
    return positions.byStream();
  }

  /** The session of this window has ended. */
  synchronized void end(PositionWindow window) {
    if (open == window) {
      open = null;
    }
  }

  private synchronized boolean isOpen() {
    return open != null;
  }

  /** These messages are safe, in this order, and all before them. */
  synchronized void reached(Iterable<Position> safe) {
    for (Position position : safe) {
      positions.reached(position);
      changed = true;
    }
    schedule();
  }

  private synchronized void schedule() {
    if (changed && !scheduled) {
      scheduled = true;
      var unused =
          timer.schedule(
              () -> workers.execute(this::writeSoon), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** One at a time, however long Kafka takes. */
  private void writeSoon() {
    boolean again = true;
    try {
      saveOrSay();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      again = false;
    } finally {
      done(again);
    }
  }

  private synchronized void done(boolean again) {
    scheduled = false;
    if (again) {
      schedule();
    }
  }

  /** Says it once per outage. */
  private void saveOrSay() throws InterruptedException {
    synchronized (writing) {
      try {
        save();
      } catch (IOException e) {
        if (!away) {
          away = true;
          LOG.atWarn()
              .addKeyValue("route", route)
              .addKeyValue("detail", e.getMessage())
              .log("position in the stream not written: after a crash more is read a second time");
        }
      }
    }
  }

  /** Writes what is not written yet, unless Kafka is away; returns whether Kafka has it. */
  boolean flush() throws InterruptedException {
    synchronized (writing) {
      try {
        if (!away) {
          save();
        }
      } catch (IOException e) {
        away = true;
      }
      if (away) {
        LOG.atWarn()
            .addKeyValue("route", route)
            .log("last position in the stream not written: some messages are read a second time");
      }
      return !away;
    }
  }

  private void save() throws IOException, InterruptedException {
    if (isOpen() || !isPending() || own(store.read().get(Positions.SLOT))) {
      write();
    } else {
      forget();
    }
    away = false;
  }

  /** Whether no other replica has written since. */
  private boolean own(byte @Nullable [] stored) {
    return Arrays.equals(stored, known) || (tried != null && Arrays.equals(stored, tried));
  }

  /** Another replica has gone on: the next session reads where. */
  private void forget() {
    known = null;
    tried = null;
    take(new Positions());
  }

  private void write() throws IOException, InterruptedException {
    byte[] value = pending();
    if (value == null) {
      return;
    }
    boolean written = false;
    try {
      tried = value;
      store.write(Positions.SLOT, value);
      known = value;
      tried = null;
      written = true;
    } finally {
      if (!written) {
        changed();
      }
    }
  }

  private synchronized byte @Nullable [] pending() {
    if (!changed) {
      return null;
    }
    changed = false;
    return positions.value();
  }

  private synchronized boolean isPending() {
    return changed;
  }

  private synchronized void changed() {
    changed = true;
  }
}

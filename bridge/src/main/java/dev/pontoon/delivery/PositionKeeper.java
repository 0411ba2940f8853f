package dev.pontoon.delivery;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where an at-least-once lane stands in its streams. Positions are written soon after the messages
 * before them are safe, never earlier: what a crash takes is read a second time, and nothing is
 * left out. Safe for all threads.
 */
final class PositionKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(PositionKeeper.class);

  /** How much a killed bridge reads a second time. */
  private static final Duration EVERY = Duration.ofMillis(500);

  private final String route;
  private final PositionStore store;
  private final ScheduledExecutorService timer;
  private final Executor workers;
  private Positions positions = new Positions();
  private boolean changed;
  private boolean scheduled;

  PositionKeeper(
      String route, PositionStore store, ScheduledExecutorService timer, Executor workers) {
    this.route = route;
    this.store = store;
    this.timer = timer;
    this.workers = workers;
  }

  /**
   * Writes what is not written yet, and reads what is: another replica may have gone on since.
   *
   * @throws IllegalStateException when that can't be done; the message is for the operator
   */
  synchronized Map<String, Position> restore() throws InterruptedException {
    try {
      write();
      positions = Positions.of(store.read());
      return positions.byStream();
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalStateException(
          "the position in the stream could not be read: " + e.getMessage(), e);
    }
  }

  /** These messages are safe, in this order, and all before them. */
  synchronized void reached(Iterable<Position> safe) {
    for (Position position : safe) {
      positions.reached(position);
      changed = true;
    }
    if (changed && !scheduled) {
      scheduled = true;
      var unused =
          timer.schedule(
              () -> workers.execute(this::writeSoon), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private synchronized void writeSoon() {
    scheduled = false;
    try {
      write();
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("route", route)
          .addKeyValue("detail", e.getMessage())
          .log("position in the stream not written: after a crash more is read a second time");
      reached(java.util.List.of());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Writes what is not written yet; returns whether Kafka has it. */
  synchronized boolean flush() throws InterruptedException {
    try {
      write();
      return true;
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("route", route)
          .addKeyValue("detail", e.getMessage())
          .log("last position in the stream not written: some messages are read a second time");
      return false;
    }
  }

  private void write() throws IOException, InterruptedException {
    if (changed) {
      store.write(Positions.SLOT, positions.value());
      changed = false;
    }
  }
}

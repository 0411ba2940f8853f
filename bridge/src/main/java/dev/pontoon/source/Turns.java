package dev.pontoon.source;

import dev.pontoon.delivery.InTurn;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the transitions of a {@link SourceLoop} one after the other, never two at a time, and
 * catches all that they throw. Each state has a number, its generation; a timer that was set in an
 * older one does nothing.
 */
final class Turns {
  private static final Logger LOG = LoggerFactory.getLogger(Turns.class);

  /** When a failure could not even be said. */
  private static final Duration LAST_RESORT = Duration.ofSeconds(10);

  private final Scheduler scheduler;
  private final InTurn turns;

  private volatile @Nullable Machine machine;

  /** Only in turn. */
  private long generation;

  /** What takes the turns. */
  interface Machine {
    /** An operation that was begun has ended. */
    void ended(Operation operation) throws Throwable;

    /** A transition has thrown this: leads to a state that goes on. */
    void broken(Throwable failure);
  }

  /** A step from one state to another; must not block. */
  interface Transition {
    void run() throws Throwable;
  }

  Turns(Scheduler scheduler) {
    this.scheduler = scheduler;
    this.turns = new InTurn(scheduler::run);
  }

  /** Once, before the first turn. */
  void serve(Machine served) {
    machine = served;
  }

  /** Any thread. */
  void ended(Operation operation) {
    var unused = run(() -> machine().ended(operation));
  }

  private Machine machine() {
    return Objects.requireNonNull(machine, "no machine yet");
  }

  /** Returns false when all has been closed. */
  boolean run(Transition transition) {
    try {
      turns.execute(() -> attempt(transition));
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /** In turn: a new state begins. */
  void nextGeneration() {
    generation++;
  }

  /** In turn: runs it later, unless another state has begun by then. */
  void later(Duration delay, Transition transition) {
    long mine = generation;
    Transition ifCurrent =
        () -> {
          if (generation == mine) {
            transition.run();
          }
        };
    scheduler.runAfter(delay, () -> run(ifCurrent));
  }

  private void attempt(Transition transition) {
    try {
      transition.run();
    } catch (Throwable e) {
      broken(e);
    }
  }

  private void broken(Throwable failure) {
    try {
      machine().broken(failure);
    } catch (RejectedExecutionException closed) {
      LOG.atDebug().setCause(closed).log("closed before it was stopped");
    } catch (Throwable worse) {
      // Such as an exception whose text can't be had. It must not end the loop.
      String what = failure.getClass().getName() + ", " + worse.getClass().getName();
      later(LAST_RESORT, () -> machine().broken(new IllegalStateException(what)));
    }
  }
}

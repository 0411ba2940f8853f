package dev.pontoon.source;

import dev.pontoon.source.LoopState.Reading;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a route attached to its queue: connect, let messages flow, on loss give back and connect
 * again, for ever. A broker that is down, a missing queue or a wrong password is said in the
 * route's status and tried again; only a stop ends it, and a start begins it anew.
 *
 * <p>An actor: what happens is told to a {@link LoopMachine}, in turn, and what may block is an
 * {@link Operation} on a worker. All methods may be called by any thread, and none of them blocks.
 */
public final class SourceLoop {
  private final SourceRuntime runtime;
  private final Turns turns;
  private final LoopMachine machine;

  public SourceLoop(Reader reader, SourceRuntime runtime) {
    this(reader, runtime, runtime.workers(), () -> ThreadLocalRandom.current().nextDouble());
  }

  SourceLoop(Reader reader, SourceRuntime runtime, Scheduler scheduler, DoubleSupplier random) {
    this.runtime = runtime;
    this.turns = new Turns(scheduler);
    LoopCalls calls = new LoopCalls(reader, runtime, scheduler, turns::ended);
    Tries tries = new Tries(scheduler, random);
    this.machine = new LoopMachine(runtime, calls, scheduler, turns, tries);
    turns.serve(machine);
  }

  /** Begins, if it has not begun or was stopped. */
  public void start() {
    runtime.sources().add(this);
    runtime.lease().onLoss(this::leaseLost);
    tell(
        () -> {
          // Again: a stop that was asked for before may have ended in between.
          runtime.sources().add(this);
          machine.start();
        });
  }

  /**
   * Clean end: takes nothing more, lets what is in flight settle, acknowledges it, disconnects.
   *
   * @return done when it has ended, or nothing more can come of it within the stop time-out
   */
  public CompletableFuture<Void> stop() {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    boolean told =
        turns.run(
            () ->
                machine.stop(
                    () -> {
                      runtime.sources().remove(this);
                      ended.complete(null);
                    }));
    if (!told) {
      ended.complete(null);
    }
    return ended;
  }

  /**
   * The attachment's connection ended by itself. Any number of times.
   *
   * @param atLeast how long to wait before the next try, for a cause that does not go away by
   *     itself
   */
  public void lost(Attachment ended, String cause, Duration atLeast) {
    Reading now = machine.reading();
    if (now != null && now.attachment() == ended) {
      // At once: it may not be the queue's reader any more.
      now.session().close();
    }
    tell(() -> machine.lost(ended, cause, atLeast));
  }

  /**
   * What the reader at hand lacks though it reads; empty when it lacks nothing any more. May be
   * said again and again.
   */
  public void lacks(@Nullable Attachment attachment, String what) {
    tell(() -> machine.lacks(attachment, what));
  }

  private void leaseLost() {
    Reading now = machine.reading();
    if (now != null) {
      lost(now.attachment(), LoopVoice.LEASE_GONE, Duration.ZERO);
    }
  }

  private void tell(Turns.Transition event) {
    var unused = turns.run(event);
  }

  /** How long a stop takes at most, unless no thread can be had. */
  static Duration stopLimit(Duration stopTimeout) {
    return stopTimeout.plus(LoopCalls.RELEASE_LIMIT).plus(LoopMachine.GRACE.multipliedBy(2));
  }

  String route() {
    return runtime.route().id();
  }

  /** For tests. */
  LoopState state() {
    return machine.state();
  }
}

package dev.pontoon.source;

import dev.pontoon.delivery.Lane;
import dev.pontoon.observe.RouteStatus.Source;
import dev.pontoon.source.LoopState.BackingOff;
import dev.pontoon.source.LoopState.Connecting;
import dev.pontoon.source.LoopState.Draining;
import dev.pontoon.source.LoopState.Idle;
import dev.pontoon.source.LoopState.Next;
import dev.pontoon.source.LoopState.Preparing;
import dev.pontoon.source.LoopState.Reading;
import dev.pontoon.source.LoopState.Standby;
import dev.pontoon.source.LoopState.Stopped;
import dev.pontoon.source.Operation.Kind;
import dev.pontoon.source.Operation.Made;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The states of a {@link SourceLoop} and all ways between them. Each method is a transition: it
 * runs in turn, if nothing else is said, and never blocks. Whatever one of them or an {@link
 * Operation} throws arrives in {@link #broken}, which makes "try again, and say so" of it. Each
 * state is a generation of its own: a timer from an older one does nothing, and what an older call
 * has made is given back.
 */
final class LoopMachine implements Turns.Machine {
  /** How often a replica that stands by looks whether it may read. */
  private static final Duration LOOK = Duration.ofMillis(250);

  /** Who waits for its lease for so long asks Kafka again whether all is there. */
  private static final Duration STALE = Duration.ofSeconds(10);

  /** A call that takes longer is told of in the status. */
  private static final Duration NOTICE = Duration.ofSeconds(20);

  /** How long a stop waits for a call that was interrupted. */
  static final Duration GRACE = Duration.ofSeconds(1);

  private final SourceRuntime runtime;
  private final Scheduler scheduler;
  private final LoopVoice voice;
  private final Turns turns;
  private final LoopCalls calls;
  private final Tries tries;
  private final List<Runnable> stops = new ArrayList<>();
  private LoopState state = new Idle();

  private volatile @Nullable Reading reading;

  /** What was still under way when the stop had waited long enough. */
  private @Nullable Draining lingering;

  private boolean attachedBefore;

  /** Whether messages were given back because of something on Kafka's side. */
  private boolean doubtful;

  /** Whether the lane could not be opened, though this was the queue's reader. */
  private boolean notOpened;

  LoopMachine(
      SourceRuntime runtime, LoopCalls calls, Scheduler scheduler, Turns turns, Tries tries) {
    this.runtime = runtime;
    this.calls = calls;
    this.scheduler = scheduler;
    this.turns = turns;
    this.tries = tries;
    this.voice = new LoopVoice(runtime);
  }

  LoopState state() {
    return state;
  }

  /** Any thread: the one session that takes messages, for those who can't wait for their turn. */
  @Nullable Reading reading() {
    return reading;
  }

  /** Wherever something fails: the way back to a state that goes on. */
  @Override
  public void broken(Throwable failure) {
    voice.debug(failure);
    if (state instanceof Preparing) {
      voice.kafkaNotReady(Causes.of(failure));
      waitAndTry(Duration.ZERO);
    } else if (state instanceof Connecting now) {
      refused(now, failure);
    } else if (state instanceof Reading now) {
      leave(now, Causes.of(failure), Duration.ZERO);
    } else if (state instanceof Draining now) {
      over(now);
    } else if (state instanceof Standby || state instanceof BackingOff) {
      voice.say(Source.CONNECTING, Causes.of(failure));
      waitAndTry(Duration.ZERO);
    }
  }

  private void become(LoopState next) {
    turns.nextGeneration();
    state = next;
    reading = next instanceof Reading now ? now : null;
  }

  /** Every operation that was begun ends once. */
  @Override
  public void ended(Operation operation) throws Throwable {
    Draining left = lingering;
    if (state.operation() == operation) {
      if (state instanceof Draining now) {
        drained(now);
      } else {
        Made made = operation.result();
        switch (operation.kind()) {
          case PREPARE -> prepared();
          case ATTACH -> attached(made);
          case OPEN -> opened(made);
          case RELEASE -> throw new IllegalStateException("released while nothing was to be");
        }
      }
    } else if (left != null && left.operation() == operation) {
      lingering = null;
      giveBack(operation, left.held());
    } else {
      tries.hangsNoMore();
      giveBack(operation, null);
    }
  }

  /** Begins, if it has not begun or was stopped. */
  void start() {
    Draining left = lingering;
    if (state instanceof Draining now && now.next() == Next.STOPPED) {
      drain(now.then(Next.START));
    } else if (state instanceof Idle || state instanceof Stopped) {
      tries.begin();
      if (left == null) {
        prepare();
      } else {
        lingering = null;
        drain(left.then(Next.START));
      }
    }
  }

  /**
   * @param ended runs when it has
   */
  void stop(Runnable ended) {
    stops.add(ended);
    if (state instanceof Reading now) {
      Operation finishing = calls.finish(now.attachment(), now.session());
      drain(new Draining(finishing, Next.STOPPED, Duration.ZERO, null));
      scheduler.run(finishing);
    } else if (state instanceof Draining now) {
      drain(now.then(Next.STOPPED));
    } else if (state.operation() != null) {
      Attachment held = state instanceof Connecting now ? now.attachment() : null;
      state.operation().interrupt();
      drain(new Draining(state.operation(), Next.STOPPED, Duration.ZERO, held));
    } else {
      stopped();
    }
  }

  private void stopped() {
    become(new Stopped());
    voice.say(Source.STOPPED, "");
    completeStops();
  }

  private void completeStops() {
    stops.forEach(Runnable::run);
    stops.clear();
  }

  private void prepare() {
    Operation asking = calls.prepare(doubtful, notOpened);
    become(new Preparing(asking));
    scheduler.run(asking);
    turns.later(NOTICE, () -> voice.kafkaNotReady("Kafka has not answered yet"));
  }

  private void prepared() {
    doubtful = false;
    notOpened = false;
    voice.kafkaReady();
    if (runtime.lease().held()) {
      connect();
    } else {
      tries.restart();
      become(new Standby(scheduler.nanoTime()));
      voice.say(Source.STANDBY, LoopVoice.LEASE_ASKED);
      turns.later(LOOK, this::lookForLease);
    }
  }

  private void lookForLease() {
    boolean stale =
        state instanceof Standby now && scheduler.nanoTime() - now.since() > STALE.toNanos();
    if (stale || runtime.lease().held()) {
      prepare();
    } else {
      turns.later(LOOK, this::lookForLease);
    }
  }

  private void connect() {
    Operation attaching = calls.attach();
    become(new Connecting(attaching, null));
    voice.sayConnecting();
    scheduler.run(attaching);
    turns.later(NOTICE, () -> voice.say(Source.CONNECTING, LoopVoice.ATTACHING));
    turns.later(
        LoopCalls.ATTACH_LIMIT,
        () -> {
          leaveAlone(attaching);
          throw new TimeoutException(LoopCalls.TOO_SLOW);
        });
  }

  private void attached(Made made) throws StandbyException {
    Attachment attachment = made.anAttachment();
    Operation opening = calls.open(attachment);
    become(new Connecting(opening, attachment));
    if (!runtime.lease().held()) {
      // It went while we connected. Opening the lane would fence the reader that has it.
      throw new StandbyException(LoopVoice.LEASE_GONE);
    }
    notOpened = true;
    scheduler.run(opening);
    turns.later(NOTICE, () -> voice.say(Source.CONNECTING, LoopVoice.OPENING));
  }

  private void opened(Made made) throws StandbyException {
    Attachment attachment = made.anAttachment();
    Lane.Session session = made.aSession();
    notOpened = false;
    become(new Reading(attachment, session, scheduler.nanoTime()));
    session.onFailure(() -> failed(attachment, session));
    voice.say(Source.RUNNING, "");
    if (attachedBefore) {
      runtime.metrics().reconnects.increment();
    }
    attachedBefore = true;
    attachment.start(session);
    if (!runtime.lease().held()) {
      throw new StandbyException(LoopVoice.LEASE_GONE);
    }
  }

  /** Something ended by itself, for which this is the cause. */
  void lost(Attachment ended, String cause, Duration atLeast) {
    if (state instanceof Reading now && now.attachment() == ended) {
      leave(now, cause, atLeast);
    }
  }

  private void failed(Attachment attachment, Lane.Session session) {
    session.close();
    var unused =
        turns.run(
            () -> {
              doubtful = true;
              lost(attachment, "delivery has to start over from the queue", Duration.ZERO);
            });
  }

  void lacks(@Nullable Attachment attachment, String what) {
    if (state instanceof Reading now && now.attachment() == attachment) {
      voice.say(what.isEmpty() ? Source.RUNNING : Source.INCOMPLETE, what);
    }
  }

  private void leave(Reading now, String cause, Duration atLeast) {
    tries.lost(now.since());
    now.session().close();
    release(now.attachment(), Next.TRY_AGAIN, atLeast);
    voice.say(Source.CONNECTING, cause);
  }

  private void refused(Connecting now, Throwable failure) {
    Source source =
        failure instanceof StandbyException another ? another.state() : Source.CONNECTING;
    boolean standby = source.waitsForReader();
    if (standby) {
      // The broker is there: another replica would not read either.
      tries.restart();
    } else if (tries.outOfPatience()) {
      runtime.lease().pass();
    }
    if (now.attachment() != null) {
      release(now.attachment(), standby ? Next.STANDBY : Next.TRY_AGAIN, Duration.ZERO);
    } else if (standby) {
      standBy();
    } else {
      waitAndTry(Duration.ZERO);
    }
    voice.say(source, Causes.of(failure));
  }

  private void release(Attachment ended, Next next, Duration atLeast) {
    Operation releasing = calls.release(ended);
    drain(new Draining(releasing, next, atLeast, null));
    scheduler.run(releasing);
  }

  private void drain(Draining next) {
    become(next);
    Duration limit = next.limit();
    if (limit != null) {
      turns.later(limit, () -> tooLong(next));
    } else {
      turns.later(NOTICE, () -> voice.say(Source.CONNECTING, LoopVoice.LEFT_OVER));
    }
  }

  private void tooLong(Draining now) {
    if (now.operation().kind() != Kind.RELEASE && now.next() == Next.STOPPED) {
      lingering = now;
      stopped();
      return;
    }
    voice.warn(LoopVoice.NO_ANSWER, "");
    leaveAlone(now.operation());
    over(now);
  }

  private void drained(Draining now) {
    Operation operation = now.operation();
    Throwable failure = operation.failure();
    Attachment left = now.left();
    if (left != null) {
      operation.made().closeSession();
      release(left, now.next(), now.atLeast());
      return;
    }
    if (operation.kind() == Kind.RELEASE && failure != null) {
      voice.warn(LoopVoice.NOT_CLEAN, Causes.of(failure));
    }
    over(now);
  }

  private void over(Draining now) {
    switch (now.next()) {
      case TRY_AGAIN -> waitAndTry(now.atLeast());
      case STANDBY -> standBy();
      case STOPPED -> stopped();
      case START -> {
        completeStops();
        prepare();
      }
    }
  }

  private void leaveAlone(Operation operation) {
    tries.hangs();
    operation.interrupt();
  }

  /** It was waited for in vain. */
  private void giveBack(Operation late, @Nullable Attachment held) {
    Attachment left = new Draining(late, Next.STOPPED, Duration.ZERO, held).left();
    if (left != null) {
      late.made().closeSession();
      tries.hangs();
      scheduler.run(calls.release(left));
    }
  }

  private void standBy() {
    become(new Standby(scheduler.nanoTime()));
    turns.later(tries.next(Duration.ZERO), this::tryAgain);
  }

  private void waitAndTry(Duration atLeast) {
    become(new BackingOff());
    turns.later(tries.next(atLeast), this::tryAgain);
  }

  private void tryAgain() {
    if (!tries.tooMany()) {
      prepare();
      return;
    }
    voice.say(
        Source.CONNECTING,
        tries.hanging()
            + " calls of the broker's client hang; tried again when one of them has ended");
    turns.later(tries.next(Duration.ZERO), this::tryAgain);
  }
}

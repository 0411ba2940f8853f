package dev.pontoon.source;

import dev.pontoon.config.From;
import dev.pontoon.delivery.Acknowledger;
import dev.pontoon.delivery.Lane;
import dev.pontoon.delivery.Lease;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Origin;
import dev.pontoon.observe.RouteMetrics;
import dev.pontoon.observe.RouteStatus;
import dev.pontoon.source.HandScheduler.Call;
import dev.pontoon.source.HandScheduler.Outcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A loop with a broker, a lane and a lease that do what a test says. */
final class LoopRig {
  static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

  final HandScheduler scheduler = new HandScheduler();
  final RouteStatus status = new RouteStatus("r", Clock.systemUTC());
  final ActiveSources sources = new ActiveSources();
  final FakeLease lease = new FakeLease();
  final SourceLoop loop;

  /** All that were ever made, in order. */
  final List<FakeAttachment> attachments = new ArrayList<>();

  final List<FakeSession> sessions = new ArrayList<>();

  /** Whether {@link Attachment#start} throws an Error, as a system without threads does. */
  boolean startFails;

  /** How often Kafka was asked whether it takes records. */
  int tryOuts;

  LoopRig(Workers unused) {
    SourceRuntime runtime =
        new SourceRuntime(
            TestRoute.config(new From.RabbitQueue("main", "q")),
            new Origin("r", "rabbitmq", "main", "q", false),
            new FakeLane(),
            new FakePreparation(),
            status,
            new RouteMetrics(new SimpleMeterRegistry(), "r"),
            unused,
            sources,
            10,
            STOP_TIMEOUT,
            lease);
    loop = new SourceLoop(this::attach, runtime, scheduler, () -> 0.5);
  }

  private Attachment attach() throws Exception {
    HandScheduler.foreignCall();
    FakeAttachment made = new FakeAttachment();
    synchronized (attachments) {
      attachments.add(made);
    }
    return made;
  }

  LoopRig start() {
    loop.start();
    scheduler.settle();
    return this;
  }

  /** The oldest operation ends so. */
  LoopRig end(Outcome outcome) {
    Call next = scheduler.calls().get(0);
    next.end(outcome);
    scheduler.settle();
    return this;
  }

  /** Everything that can hang hangs from now on. */
  LoopRig beginAll() {
    scheduler.calls().forEach(Call::begin);
    scheduler.settle();
    return this;
  }

  /** All that was begun ends well, again and again, with time passing. */
  void heal() {
    startFails = false;
    lease.held = true;
    for (int i = 0; i < 100; i++) {
      scheduler.pass(Duration.ofMillis(200));
      for (Call call : scheduler.calls()) {
        call.end(Outcome.WORKS);
      }
      scheduler.settle();
    }
  }

  @Nullable FakeAttachment newest() {
    return attachments.isEmpty() ? null : attachments.get(attachments.size() - 1);
  }

  /** Attachments that were made and that nobody has begun, or is about to begin, to detach. */
  long live() {
    long releasing =
        scheduler.calls().stream()
            .filter(
                call -> call.kind() == Operation.Kind.RELEASE && !call.toString().contains("begun"))
            .count();
    return attachments.stream().filter(a -> !a.detached).count() - releasing;
  }

  long openSessions() {
    return sessions.stream().filter(session -> !session.closed).count();
  }

  /** What the loop is doing, in a word or two. */
  String now() {
    LoopState state = loop.state();
    if (state instanceof LoopState.Draining draining) {
      return "Draining>" + draining.next();
    } else if (state instanceof LoopState.Connecting connecting) {
      return connecting.attachment() == null ? "Attaching" : "Opening";
    }
    return state.getClass().getSimpleName();
  }

  final class FakeAttachment implements Attachment {
    volatile boolean detached;
    volatile boolean started;

    @Override
    public Acknowledger acknowledger() {
      return sequence -> {};
    }

    @Override
    public Lane.AckMode mode() {
      return Lane.AckMode.ASYNC;
    }

    @Override
    public void start(Lane.Session session) {
      if (startFails) {
        throw new OutOfMemoryError("unable to create native thread: for the test");
      }
      started = true;
    }

    @Override
    public void detach() {
      detached = true;
      try {
        HandScheduler.foreignCall();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  final class FakeSession implements Lane.Session {
    volatile boolean closed;
    private volatile Runnable restart = () -> {};

    void fail() {
      restart.run();
      scheduler.settle();
    }

    @Override
    public boolean take(LegacyMessage message, Lane.Router router) {
      return !closed;
    }

    @Override
    public void expect(int bytes) {}

    @Override
    public long takenBytes() {
      return 0;
    }

    @Override
    public boolean settle() {
      return true;
    }

    @Override
    public void close() {
      closed = true;
    }

    @Override
    public boolean drain(Duration timeout) {
      return true;
    }

    @Override
    public void onFailure(Runnable action) {
      restart = action;
    }
  }

  private final class FakeLane implements Lane {
    @Override
    public Session open(Acknowledger acknowledger, AckMode mode) throws InterruptedException {
      try {
        HandScheduler.foreignCall();
      } catch (InterruptedException | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
      FakeSession opened = new FakeSession();
      synchronized (sessions) {
        sessions.forEach(FakeSession::close);
        sessions.add(opened);
      }
      return opened;
    }

    @Override
    public void tryOut() {}

    @Override
    public void close() {}
  }

  private final class FakePreparation implements Preparation {
    @Override
    public void prepare() throws Exception {
      HandScheduler.foreignCall();
    }

    @Override
    public void tryOut() {
      tryOuts++;
    }
  }

  static final class FakeLease implements Lease {
    volatile boolean held = true;
    int passed;
    private Runnable loss = () -> {};

    void lose() {
      held = false;
      loss.run();
    }

    @Override
    public boolean held() {
      return held;
    }

    @Override
    public boolean needed() {
      return true;
    }

    @Override
    public boolean need() {
      return held;
    }

    @Override
    public void onLoss(Runnable action) {
      loss = action;
    }

    @Override
    public void ask() {
      // It is held or not as the test says.
    }

    @Override
    public boolean granted() {
      return held;
    }

    @Override
    public boolean inherited() {
      return false;
    }

    @Override
    public void pass() {
      passed++;
    }
  }
}

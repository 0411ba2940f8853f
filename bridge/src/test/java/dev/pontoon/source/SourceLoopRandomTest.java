package dev.pontoon.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.observe.RouteStatus;
import dev.pontoon.source.HandScheduler.Call;
import dev.pontoon.source.HandScheduler.Outcome;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;

/**
 * Connects, losses, stops, starts, failures, errors and calls that hang, in any order: a route that
 * is to run reads, or says why not and goes on by itself; one that is stopped reads nothing. jqwik
 * prints the seed of a failure and shortens its sequence.
 */
class SourceLoopRandomTest {
  private final Workers unused = new Workers();

  /** What may happen. */
  enum Kind {
    START,
    STOP,
    BEGIN,
    END,
    LOST,
    LOST_BEFORE,
    FAILED,
    LEASE_LOST,
    LEASE_TAKEN,
    START_FAILS,
    START_WORKS,
    PASS
  }

  /**
   * @param number which one of those that there are, or how long
   */
  record Event(Kind kind, int number, Outcome outcome) {
    @Override
    public String toString() {
      return kind == Kind.END ? "END " + number + " " + outcome : kind + " " + number;
    }
  }

  private static final List<Duration> TIMES =
      List.of(
          Duration.ofMillis(30),
          Duration.ofMillis(300),
          Duration.ofSeconds(2),
          Duration.ofSeconds(21),
          Duration.ofSeconds(130));

  @AfterProperty
  void close() {
    unused.close();
  }

  @Provide
  Arbitrary<List<Event>> runs() {
    Arbitrary<Kind> kinds =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(6, Arbitraries.just(Kind.END)),
            net.jqwik.api.Tuple.of(4, Arbitraries.just(Kind.PASS)),
            net.jqwik.api.Tuple.of(5, Arbitraries.of(Kind.class)));
    Arbitrary<Outcome> outcomes =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(3, Arbitraries.just(Outcome.WORKS)),
            net.jqwik.api.Tuple.of(1, Arbitraries.of(Outcome.class)));
    return Combinators.combine(kinds, Arbitraries.integers().between(0, 9), outcomes)
        .as(Event::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(60);
  }

  @Property(tries = 400)
  void aRouteReadsOrTriesAndSaysWhyNot(@ForAll("runs") List<Event> run) {
    LoopRig rig = new LoopRig(unused);
    try {
      boolean runs = false;
      for (Event event : run) {
        runs = wanted(event, runs);
        happens(rig, event);
        holds(rig, runs);
      }
      rig.start();
      rig.scheduler.pass(Duration.ofSeconds(30));
      holds(rig, true);
      readsOrSaysWhyNot(rig);
      rig.heal();
      assertThat(rig.now()).isEqualTo("Reading");
      var stop = rig.loop.stop();
      rig.heal();
      assertThat(stop).isDone();
      assertThat(rig.now()).isEqualTo("Stopped");
      assertThat(rig.live()).isZero();
      assertThat(rig.openSessions()).isZero();
      rig.scheduler.pass(Duration.ofMinutes(5));
      assertThat(rig.scheduler.isAlive()).as("something still runs").isFalse();
    } finally {
      rig.scheduler.calls().forEach(call -> call.end(Outcome.FAILS));
    }
  }

  private static boolean wanted(Event event, boolean before) {
    return event.kind() == Kind.START || (event.kind() != Kind.STOP && before);
  }

  private static void happens(LoopRig rig, Event event) {
    switch (event.kind()) {
      case START -> rig.loop.start();
      case STOP -> {
        var unused = rig.loop.stop();
      }
      case BEGIN -> pick(rig, event.number(), call -> call.begin());
      case END -> pick(rig, event.number(), call -> call.end(event.outcome()));
      case LOST -> {
        if (rig.newest() != null) {
          rig.loop.lost(rig.newest(), "lost", Duration.ofSeconds(event.number()));
        }
      }
      case LOST_BEFORE -> {
        if (rig.attachments.size() > 1) {
          rig.loop.lost(rig.attachments.get(0), "lost", Duration.ZERO);
        }
      }
      case FAILED ->
          rig.sessions.stream().filter(s -> !s.closed).forEach(LoopRig.FakeSession::fail);
      case LEASE_LOST -> rig.lease.lose();
      case LEASE_TAKEN -> rig.lease.held = true;
      case START_FAILS -> rig.startFails = true;
      case START_WORKS -> rig.startFails = false;
      case PASS -> rig.scheduler.pass(TIMES.get(event.number() % TIMES.size()));
    }
    rig.scheduler.settle();
  }

  private static void pick(LoopRig rig, int number, java.util.function.Consumer<Call> action) {
    List<Call> calls = rig.scheduler.calls();
    if (!calls.isEmpty()) {
      action.accept(calls.get(number % calls.size()));
    }
  }

  /** What is true at any time. */
  private static void holds(LoopRig rig, boolean runs) {
    boolean reading = rig.now().equals("Reading");
    assertThat(rig.live()).as("attachments").isBetween(0L, 1L);
    if (!reading && !rig.now().startsWith("Draining")) {
      assertThat(rig.openSessions()).as("sessions").isZero();
    }
    assertThat(rig.openSessions()).as("sessions").isBetween(reading ? 1L : 0L, 1L);
    if (!runs) {
      assertThat(reading).as("reads after a stop").isFalse();
    } else if (!reading) {
      rig.scheduler.pass(Duration.ofMinutes(5));
      assertThat(rig.scheduler.isAlive()).as("tries").isTrue();
    }
  }

  private static void readsOrSaysWhyNot(LoopRig rig) {
    RouteStatus.Snapshot now = rig.status.now();
    if (!rig.now().equals("Reading")) {
      boolean said = !now.sourceDetail().isEmpty() || now.sinkTrouble() != null;
      assertThat(said).as("%s, but %s", rig.now(), now).isTrue();
      assertThat(now.healthy())
          .as("%s, but %s", rig.now(), now)
          .isEqualTo(now.source() == RouteStatus.Source.STANDBY && now.sinkTrouble() == null);
    }
  }
}

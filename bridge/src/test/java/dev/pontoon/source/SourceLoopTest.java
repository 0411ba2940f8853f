package dev.pontoon.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.observe.RouteStatus.Source;
import dev.pontoon.source.HandScheduler.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every state of the loop times everything that may happen to it. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SourceLoopTest {
  /**
   * Rows are where the loop is; columns are what happens then: the route is started or stopped, its
   * connection or its session or its lease is lost, what is under way works or throws an exception
   * or an error, or nothing for three minutes. A dot: all stays as it is.
   */
  private static final String TABLE =
      """
      where         | START          | STOP             | LOST               | FAILED             | LEASE              | WORKS            | FAILS              | ERROR              | TIME
      Idle          | Preparing      | Stopped          | .                  | .                  | .                  | .                | .                  | .                  | .
      Preparing     | .              | Draining>STOPPED | .                  | .                  | .                  | Attaching        | BackingOff         | BackingOff         | .
      StandbyLease  | .              | Stopped          | .                  | .                  | .                  | .                | .                  | .                  | Preparing
      StandbyBroker | .              | Stopped          | .                  | .                  | .                  | .                | .                  | .                  | Preparing
      Attaching     | .              | Draining>STOPPED | .                  | .                  | .                  | Opening          | BackingOff         | BackingOff         | Preparing
      Opening       | .              | Draining>STOPPED | .                  | .                  | .                  | Reading          | Draining>TRY_AGAIN | Draining>TRY_AGAIN | .
      Reading       | .              | Draining>STOPPED | Draining>TRY_AGAIN | Draining>TRY_AGAIN | Draining>TRY_AGAIN | .                | .                  | .                  | .
      Releasing     | .              | Draining>STOPPED | .                  | .                  | .                  | BackingOff       | BackingOff         | BackingOff         | Preparing
      BackingOff    | .              | Stopped          | .                  | .                  | .                  | .                | .                  | .                  | Preparing
      Stopping      | Draining>START | .                | .                  | .                  | .                  | Stopped          | Stopped            | Stopped            | Stopped
      GivingUp      | Draining>START | .                | .                  | .                  | .                  | Draining>STOPPED | Stopped            | Stopped            | Stopped
      Restarting    | .              | Draining>STOPPED | .                  | .                  | .                  | Draining>START   | Preparing          | Preparing          | Preparing
      Lingering     | Draining>START | .                | .                  | .                  | .                  | .                | .                  | .                  | .
      Stopped       | Preparing      | .                | .                  | .                  | .                  | .                | .                  | .                  | .
      """;

  private final List<LoopRig> rigs = new ArrayList<>();
  private Workers unused;

  @BeforeAll
  void open() {
    unused = new Workers();
  }

  @AfterEach
  void endCalls() {
    rigs.forEach(rig -> rig.scheduler.calls().forEach(call -> call.end(Outcome.FAILS)));
    rigs.clear();
  }

  @AfterAll
  void close() {
    unused.close();
  }

  static Stream<Arguments> table() {
    List<String> lines = TABLE.lines().toList();
    List<String> events = cells(lines.get(0));
    return lines.stream()
        .skip(1)
        .map(SourceLoopTest::cells)
        .flatMap(
            row ->
                Stream.iterate(1, i -> i < row.size(), i -> i + 1)
                    .map(i -> Arguments.of(row.get(0), events.get(i), row.get(i))));
  }

  private static List<String> cells(String line) {
    return Arrays.stream(line.split("\\|")).map(String::strip).toList();
  }

  @ParameterizedTest(name = "{0}, {1}: {2}")
  @MethodSource("table")
  void goesWhereTheTableSays(String where, String event, String next) {
    LoopRig rig = at(where);
    String before = rig.now();
    happens(rig, event);
    assertThat(rig.now()).isEqualTo(next.equals(".") ? before : next);
    assertThat(rig.live()).isBetween(0L, 1L);
    // A clean stop lets the reader end its batch first.
    boolean mayTake = rig.now().equals("Reading") || event.equals("STOP");
    assertThat(rig.openSessions()).isBetween(0L, mayTake ? 1L : 0L);
    thenItEndsWell(rig, where, event);
  }

  /** Whatever has happened: once all is well the route reads, if it is to. */
  private static void thenItEndsWell(LoopRig rig, String where, String event) {
    boolean wasStopped =
        List.of("Idle", "Stopping", "GivingUp", "Lingering", "Stopped").contains(where);
    boolean runs = event.equals("START") || (!event.equals("STOP") && !wasStopped);
    rig.heal();
    assertThat(rig.now())
        .isEqualTo(
            runs ? "Reading" : where.equals("Idle") && !event.equals("STOP") ? "Idle" : "Stopped");
    assertThat(rig.live()).isEqualTo(runs ? 1 : 0);
    assertThat(rig.openSessions()).isEqualTo(runs ? 1 : 0);
  }

  private LoopRig rig() {
    LoopRig rig = new LoopRig(unused);
    rigs.add(rig);
    return rig;
  }

  private LoopRig at(String where) {
    return switch (where) {
      case "Idle" -> rig();
      case "Preparing" -> rig().start().beginAll();
      case "StandbyLease" -> {
        LoopRig rig = rig();
        rig.lease.held = false;
        yield rig.start().end(Outcome.WORKS);
      }
      case "StandbyBroker" -> at("Attaching").end(Outcome.STANDBY);
      case "Attaching" -> at("Preparing").end(Outcome.WORKS).beginAll();
      case "Opening" -> at("Attaching").end(Outcome.WORKS).beginAll();
      case "Reading" -> at("Opening").end(Outcome.WORKS);
      case "Releasing" -> after(at("Reading"), "LOST").beginAll();
      case "BackingOff" -> at("Attaching").end(Outcome.FAILS);
      case "Stopping" -> after(at("Reading"), "STOP").beginAll();
      case "GivingUp" -> after(at("Attaching"), "STOP");
      case "Restarting" -> after(at("GivingUp"), "START");
      case "Lingering" -> {
        LoopRig rig = at("GivingUp");
        rig.scheduler.pass(LoopMachine.GRACE);
        yield rig;
      }
      case "Stopped" -> after(at("BackingOff"), "STOP");
      default -> throw new IllegalArgumentException(where);
    };
  }

  private static LoopRig after(LoopRig rig, String event) {
    happens(rig, event);
    return rig;
  }

  private static void happens(LoopRig rig, String event) {
    switch (event) {
      case "START" -> rig.loop.start();
      case "STOP" -> {
        var unused = rig.loop.stop();
      }
      case "LOST" -> {
        if (rig.newest() != null) {
          rig.loop.lost(rig.newest(), "for the test", Duration.ZERO);
        }
      }
      case "FAILED" -> rig.sessions.forEach(LoopRig.FakeSession::fail);
      case "LEASE" -> rig.lease.lose();
      case "WORKS", "FAILS", "ERROR" ->
          rig.scheduler.calls().stream().limit(1).forEach(call -> call.end(Outcome.valueOf(event)));
      case "TIME" -> rig.scheduler.pass(Duration.ofMinutes(3));
      default -> throw new IllegalArgumentException(event);
    }
    rig.scheduler.settle();
  }

  @Test
  void aStartThatThrowsAnErrorIsGivenBackAndTriedAgain() {
    LoopRig rig = at("Opening");
    rig.startFails = true;
    rig.end(Outcome.WORKS);
    assertThat(rig.now()).isEqualTo("Draining>TRY_AGAIN");
    assertThat(rig.status.now().source()).isEqualTo(Source.CONNECTING);
    assertThat(rig.status.now().sourceDetail()).contains("unable to create native thread");
    rig.heal();
    assertThat(rig.now()).isEqualTo("Reading");
  }

  @Test
  void aStopIsDoneWhenWhatWasReadIsGivenBack() {
    LoopRig rig = at("Reading");
    CompletableFuture<Void> stop = rig.loop.stop();
    rig.scheduler.settle();
    rig.beginAll();
    assertThat(stop).isNotDone();
    rig.end(Outcome.WORKS);
    assertThat(stop).isDone();
    assertThat(rig.status.now().source()).isEqualTo(Source.STOPPED);
  }

  @Test
  void aStopWaitsNoLongerThanItsLimitForADisconnectThatHangs() {
    LoopRig rig = at("Stopping");
    CompletableFuture<Void> stop = rig.loop.stop();
    rig.scheduler.pass(SourceLoop.stopLimit(LoopRig.STOP_TIMEOUT));
    assertThat(stop).isDone();
    assertThat(rig.now()).isEqualTo("Stopped");
  }

  @Test
  void whatIsAttachedTooLateIsGivenBack() {
    LoopRig rig = at("Attaching");
    rig.scheduler.pass(LoopCalls.ATTACH_LIMIT.plusSeconds(20));
    assertThat(rig.now()).isEqualTo("Preparing");
    rig.end(Outcome.WORKS);
    assertThat(rig.attachments).hasSize(1);
    assertThat(rig.live()).isZero();
    rig.heal();
    assertThat(rig.attachments.get(0).started).isFalse();
    assertThat(rig.attachments.get(0).detached).isTrue();
    assertThat(rig.now()).isEqualTo("Reading");
  }

  @Test
  void noMoreThanThreeCallsAreLeftToHang() {
    LoopRig rig = at("Attaching");
    for (int i = 0; i < 20; i++) {
      rig.scheduler.pass(Duration.ofMinutes(1));
      rig.scheduler.calls().stream()
          .filter(call -> call.kind() == Operation.Kind.PREPARE)
          .forEach(call -> call.end(Outcome.WORKS));
      rig.scheduler.settle();
      rig.beginAll();
    }
    assertThat(rig.scheduler.calls()).hasSize(3);
    assertThat(rig.status.now().sourceDetail()).startsWith("3 calls of the broker's client hang");
    rig.heal();
    assertThat(rig.now()).isEqualTo("Reading");
  }

  @Test
  void aLostSessionIsClosedBeforeTheNextTurn() {
    LoopRig rig = at("Reading");
    rig.loop.lost(Objects.requireNonNull(rig.newest()), "for the test", Duration.ZERO);
    assertThat(rig.openSessions()).isZero();
    rig.lease.held = true;
  }

  @Test
  void aLeaseThatComesBackBeforeItsLossIsHeardLeavesNoClosedSession() {
    LoopRig rig = at("Reading");
    rig.lease.lose();
    rig.lease.held = true;
    rig.heal();
    assertThat(rig.now()).isEqualTo("Reading");
    assertThat(rig.openSessions()).isEqualTo(1);
  }

  @Test
  void afterAFailureOfTheSinkKafkaIsAskedBeforeMessagesAreTaken() {
    LoopRig rig = at("Reading");
    happens(rig, "FAILED");
    rig.heal();
    assertThat(rig.tryOuts).isEqualTo(1);
  }

  @Test
  void aReplicaThatCantConnectPassesItsLeaseOn() {
    LoopRig rig = at("BackingOff");
    for (int i = 0; i < 20; i++) {
      rig.scheduler.pass(Duration.ofSeconds(2));
      rig.scheduler
          .calls()
          .forEach(
              call ->
                  call.end(call.kind() == Operation.Kind.ATTACH ? Outcome.FAILS : Outcome.WORKS));
      rig.scheduler.settle();
    }
    assertThat(rig.lease.passed).isBetween(1, 4);
  }

  @Test
  void aCallThatHangsIsSaid() {
    LoopRig preparing = at("Preparing");
    preparing.scheduler.pass(Duration.ofSeconds(30));
    assertThat(preparing.status.now().sinkTrouble()).isEqualTo("Kafka has not answered yet");
    LoopRig attaching = at("Attaching");
    attaching.scheduler.pass(Duration.ofSeconds(30));
    assertThat(attaching.status.now().sourceDetail()).contains("has not answered yet");
    LoopRig opening = at("Opening");
    opening.scheduler.pass(Duration.ofSeconds(30));
    assertThat(opening.status.now().sourceDetail()).contains("waits until Kafka");
  }
}

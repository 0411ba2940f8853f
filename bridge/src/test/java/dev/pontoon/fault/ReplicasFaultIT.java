package dev.pontoon.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pontoon.rig.fault.TcpProxy;
import dev.pontoon.rig.ledger.Balance;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Two bridges with the same name and the same route. */
@Timeout(600)
class ReplicasFaultIT {
  private static final Duration HAND_OVER = Duration.ofSeconds(150);

  private static final boolean ALL = Boolean.getBoolean("pontoon.faults.long");
  private static final int HAND_OVERS = ALL ? 4 : 2;

  /** In every build: where the broker chooses the only reader, and where a lease does. */
  private static final Set<Legacy.Kind> BROKEN =
      EnumSet.of(Legacy.Kind.RABBITMQ_CLASSIC, Legacy.Kind.RABBITMQ_QUORUM);

  private static final Set<Legacy.Kind> STOPPED =
      EnumSet.of(Legacy.Kind.RABBITMQ_CLASSIC, Legacy.Kind.ARTEMIS);

  private static final Set<Legacy.Kind> SHARED =
      EnumSet.of(Legacy.Kind.RABBITMQ_CLASSIC, Legacy.Kind.ACTIVEMQ);

  private static final Set<Legacy.Kind> ALL_SHARED =
      EnumSet.of(
          Legacy.Kind.RABBITMQ_CLASSIC,
          Legacy.Kind.RABBITMQ_QUORUM,
          Legacy.Kind.ACTIVEMQ,
          Legacy.Kind.AMQP_1_0);

  private Stage stage;
  private TcpProxy ownWay;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  static Stream<Arguments> exactlyOneReadsAndTheOtherTakesOver() {
    return runs(BROKEN);
  }

  static Stream<Arguments> aCleanStopHandsOverWithoutDuplicates() {
    return runs(STOPPED);
  }

  static Stream<Legacy.Kind> sharedReadersReadAtTheSameTime() {
    return Legacy.Kind.chosen().stream().filter((ALL ? ALL_SHARED : SHARED)::contains);
  }

  /** All kinds at both levels in the long form, else these at level B. */
  private static Stream<Arguments> runs(Set<Legacy.Kind> everyBuild) {
    return Legacy.Kind.chosen().stream()
        .filter(kind -> ALL || everyBuild.contains(kind))
        .flatMap(
            kind ->
                Stream.of(Guarantee.values())
                    .filter(level -> ALL || level == Guarantee.B)
                    .map(level -> Arguments.of(kind, level)));
  }

  @AfterEach
  void end() {
    if (stage != null) {
      ownWay.close();
      stage.close();
    }
  }

  @ParameterizedTest
  @MethodSource
  void exactlyOneReadsAndTheOtherTakesOver(Legacy.Kind kind, Guarantee level) throws Exception {
    stage = Stage.of(kind);
    ownWay = TcpProxy.to(stage.legacy().port());
    // Others give the messages after those that a hanging reader holds to the next one.
    String name = kind.orderly("replicas");
    BridgeProcess first = stage.bridge(folder.resolve("first"), name, name, level);
    String yaml = stage.bridgeYaml(name, ownWay.port(), stage.kafka().bootstrap(), "");
    try (Line line = Line.on(stage, name, level, 1, first);
        BridgeProcess second =
            new BridgeProcess(folder.resolve("second"), yaml, stage.route(name, level))) {
      awaitActive(first.start());
      second.start();
      line.publish(3_000);
      quiet(line);
      assertThat(second.isActive()).as("two readers").isFalse();
      assertThat(second.metric("pontoon_messages_read_total")).isZero();

      String took = breakOneAfterTheOther(line, first, second);
      Balance balance = line.awaitComplete(Duration.ofMinutes(1));
      System.out.printf("replicas: source=%s level=%s %s; %s%n", kind, level, took, balance);
      balance.assertNothingLost().assertNoDeadLetters().assertOrderPerKey();
      if (level == Guarantee.B) {
        balance.assertNoDuplicates();
      }
    }
  }

  /** Row 40 at level A: what a replaced reader still writes was counted by the one after it. */
  @Test
  void whatAZombieWritesIsCountedAsPossibleDuplicates() throws Exception {
    stage = Stage.of(Legacy.Kind.RABBITMQ_CLASSIC);
    ownWay = TcpProxy.to(stage.legacy().port());
    String name = "zombie";
    BridgeProcess first = stage.bridge(folder.resolve("first"), name, name, Guarantee.A);
    try (Line line = Line.on(stage, name, Guarantee.A, 1, first);
        BridgeProcess second = stage.bridge(folder.resolve("second"), name, name, Guarantee.A)) {
      awaitActive(first.start());
      second.start();
      line.publish(100);
      quiet(line);
      stage.kafkaProxy().hold();
      line.publish(500);
      await().atMost(HAND_OVER).until(() -> first.metric("pontoon_in_flight_messages") == 500);
      first.freeze();
      stage.kafkaProxy().pass();
      awaitActive(second);
      quiet(line);
      first.thaw();
      await().atMost(HAND_OVER).until(() -> first.metric("pontoon_in_flight_messages") == 0);
      Balance balance = line.awaitComplete(Duration.ofMinutes(1));
      long counted = second.metric("pontoon_messages_duplicates_possible_total");
      System.out.printf("zombie at level A: possible duplicates %d; %s%n", counted, balance);
      balance.assertNothingLost().assertNoDeadLetters();
      assertThat(counted).isEqualTo(500);
      assertThat(balance.duplicates()).isLessThanOrEqualTo(counted);
    }
  }

  /** A clean stop hands over at once, in order and without a duplicate. */
  @ParameterizedTest
  @MethodSource
  void aCleanStopHandsOverWithoutDuplicates(Legacy.Kind kind, Guarantee level) throws Exception {
    stage = Stage.of(kind);
    ownWay = TcpProxy.to(stage.legacy().port());
    String name = "handover";
    BridgeProcess first = stage.bridge(folder.resolve("first"), name, name, level);
    try (Line line = Line.on(stage, name, level, 1, first);
        BridgeProcess second = stage.bridge(folder.resolve("second"), name, name, level)) {
      awaitActive(first.start());
      second.start();
      Progress progress = new Progress(HAND_OVERS, Duration.ofSeconds(2));
      var publisher = line.publish(12_000, progress);
      BridgeProcess active = first;
      BridgeProcess other = second;
      for (int i = 0; i < HAND_OVERS; i++) {
        long some = i * 12_000L / (HAND_OVERS + 1) + 100;
        await().atMost(HAND_OVER).until(() -> line.balance().unique() > some);
        progress.strikes();
        active.stop(Duration.ofSeconds(40));
        awaitActive(other);
        active.start();
        BridgeProcess next = active;
        active = other;
        other = next;
      }
      publisher.join();
      Balance balance = line.awaitComplete(HAND_OVER);
      System.out.printf("clean hand-overs: source=%s level=%s %s%n", kind, level, balance);
      balance.assertNothingLost().assertNoDuplicates().assertOrderPerKey().assertNoDeadLetters();
      assertThat(balance.unique()).isEqualTo(12_000);
    }
  }

  /** {@code readers: shared}: more than one reads, nothing is lost when one of them dies. */
  @ParameterizedTest
  @MethodSource
  void sharedReadersReadAtTheSameTime(Legacy.Kind kind) throws Exception {
    stage = Stage.of(kind);
    ownWay = TcpProxy.to(stage.legacy().port());
    String name = "shared";
    String route = stage.route(name, Guarantee.A) + "readers: shared\n";
    // Little in flight, so that one of them does not take all.
    String yaml = stage.bridgeYaml(name) + "limits: { in-flight: 50 }\n";
    BridgeProcess first = new BridgeProcess(folder.resolve("first"), yaml, route);
    try (Line line = Line.on(stage, name, Guarantee.A, 1, first);
        BridgeProcess second = new BridgeProcess(folder.resolve("second"), yaml, route)) {
      awaitActive(first.start());
      awaitActive(second.start());
      line.publish(6_000);
      quiet(line);
      assertThat(first.metric("pontoon_messages_mirrored_total")).isPositive();
      assertThat(second.metric("pontoon_messages_mirrored_total")).isPositive();
      line.balance().assertNoDuplicates();
      line.publish(3_000);
      second.kill9();
      quiet(line);
      Balance balance = line.awaitComplete(Duration.ofMinutes(1));
      System.out.printf("shared readers: source=%s %s%n", kind, balance);
      balance.assertNothingLost().assertNoDeadLetters();
      assertThat(balance.unique()).isEqualTo(9_000);
      assertThat(balance.duplicates()).isLessThanOrEqualTo(50);
    }
  }

  /** Says how long the other one took each time. */
  private String breakOneAfterTheOther(Line line, BridgeProcess first, BridgeProcess second) {
    first.kill9();
    long killed = handOver(second, line);
    first.start();
    second.freeze();
    long frozen = handOver(first, line);
    second.thaw();
    line.publish(1_000);
    quiet(line);
    awaitOneActive(first, second);
    BridgeProcess active = first.isActive() ? first : second;
    BridgeProcess other = active == first ? second : first;
    active.kill9();
    long again = handOver(other, line);
    long cut = cutOff(line, second, first, other == second);
    return "killed %d ms, frozen %d ms, killed again %d ms, cut off %d ms"
        .formatted(killed, frozen, again, cut);
  }

  /** Cuts the second bridge off from the legacy broker, if it is the active one. */
  private long cutOff(Line line, BridgeProcess second, BridgeProcess first, boolean active) {
    first.start();
    if (!active) {
      return 0;
    }
    ownWay.blackHole();
    long took = handOver(first, line);
    ownWay.pass();
    line.publish(1_000);
    quiet(line);
    awaitOneActive(first, second);
    return took;
  }

  private static void quiet(Line line) {
    line.awaitComplete(HAND_OVER).assertNothingLost();
  }

  /** Milliseconds until the other one reads, while messages flow. */
  private static long handOver(BridgeProcess to, Line line) {
    long begin = System.nanoTime();
    line.publish(1_000);
    awaitActive(to);
    long took = (System.nanoTime() - begin) / 1_000_000;
    quiet(line);
    return took;
  }

  private static void awaitActive(BridgeProcess bridge) {
    await()
        .atMost(HAND_OVER)
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(() -> assertThat(bridge.isActive()).as(bridge::log).isTrue());
  }

  private static void awaitOneActive(BridgeProcess first, BridgeProcess second) {
    await()
        .atMost(HAND_OVER)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> first.isActive() != second.isActive());
  }
}

package dev.pontoon.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pontoon.rig.fault.TcpProxy;
import dev.pontoon.rig.ledger.Balance;
import dev.pontoon.rig.rabbit.RabbitNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
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

  private Stage stage;
  private TcpProxy ownWay;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  static Stream<Arguments> all() {
    boolean all = Boolean.getBoolean("pontoon.faults.long");
    return Stream.of(Legacy.Kind.values())
        .filter(kind -> all || kind == Legacy.Kind.RABBITMQ_CLASSIC || kind == Legacy.Kind.ARTEMIS)
        .flatMap(kind -> Stream.of(Guarantee.values()).map(level -> Arguments.of(kind, level)));
  }

  @AfterEach
  void end() {
    if (stage != null) {
      ownWay.close();
      stage.close();
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void exactlyOneReadsAndTheOtherTakesOver(Legacy.Kind kind, Guarantee level) throws Exception {
    Assumptions.assumeTrue(
        !kind.name().startsWith("RABBITMQ") || RabbitNode.installed(),
        "rabbitmq-server is not installed");
    stage = Stage.of(kind);
    ownWay = TcpProxy.to(stage.legacy().port());
    String name = "replicas";
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
      balance.assertNothingLost().assertOrderPerKey().assertNoDeadLetters();
      if (level == Guarantee.B) {
        balance.assertNoDuplicates();
      }
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

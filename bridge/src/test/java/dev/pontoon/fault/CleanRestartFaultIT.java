package dev.pontoon.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pontoon.rig.fault.Seed;
import dev.pontoon.rig.ledger.Balance;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SIGTERM in the middle of the traffic. */
@Timeout(900)
class CleanRestartFaultIT {
  private static final int RESTARTS = Boolean.getBoolean("pontoon.faults.long") ? 20 : 4;
  private static final int CLEAN_STOP = 0;
  private static final int TERMINATED = 143;
  @AutoClose private static Stage stage;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @BeforeAll
  static void brokers() {
    stage = Stage.of(Legacy.Kind.RABBITMQ_CLASSIC);
  }

  @Test
  void cleanRestartsUnderLoadMakeNoDuplicates() throws Exception {
    long seed = Seed.printed("CleanRestart");
    SplittableRandom random = new SplittableRandom(seed);
    List<Line> lines = new ArrayList<>();
    try {
      for (Guarantee level : Guarantee.values()) {
        lines.add(Line.on(stage, "restart-" + level, level, folder, seed));
      }
      lines.forEach(line -> line.bridge().start());
      Progress progress = new Progress(RESTARTS, Duration.ofSeconds(3));
      int messages = RESTARTS * 3_000;
      var publishers = lines.stream().map(line -> line.publish(messages, progress)).toList();
      for (int i = 0; i < RESTARTS; i++) {
        awaitMore(lines, random.nextInt(50, 2_000));
        progress.strikes();
        for (Line line : lines) {
          // A signal that comes before the program listens ends the JVM: it had taken nothing yet.
          assertThat(line.bridge().stop(Duration.ofSeconds(40))).isIn(CLEAN_STOP, TERMINATED);
        }
        lines.forEach(line -> line.bridge().launch());
      }
      publishers.forEach(CompletableFuture::join);
      for (Line line : lines) {
        line.awaitComplete(Duration.ofMinutes(2));
        line.bridge().stop(Duration.ofSeconds(40));
        Balance balance = line.balance();
        System.out.printf(
            "%d clean restarts: level=%s seed=%d %s%n", RESTARTS, line.level(), seed, balance);
        balance.assertWhole(messages);
      }
    } finally {
      lines.forEach(Line::close);
    }
  }

  /**
   * In the middle of the traffic: so many more have arrived, or all that may be published by now.
   */
  private static void awaitMore(List<Line> lines, int messages) {
    List<Long> before = lines.stream().map(line -> line.balance().unique()).toList();
    await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              for (int i = 0; i < lines.size(); i++) {
                Balance now = lines.get(i).balance();
                boolean all = now.unique() > 0 && now.unique() == now.confirmed();
                if (!all && now.unique() - before.get(i) < messages) {
                  return false;
                }
              }
              return true;
            });
  }

  /** Row 33: what Kafka can't take stays on the legacy broker. */
  @ParameterizedTest
  @EnumSource
  void aStopWhileKafkaIsDownEndsInTimeAndAcknowledgesNothing(Guarantee level) throws Exception {
    String name = "stopdown-" + level;
    BridgeProcess bridge =
        new BridgeProcess(
            folder.resolve(name),
            stage.bridgeYaml(name) + "stop-timeout: 3s\n",
            stage.route(name, level));
    try (Line line = Line.on(stage, name, level, 1, bridge)) {
      bridge.start();
      stage.kafka().kill9();
      line.publish(500);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> bridge.metric("pontoon_in_flight_messages") > 0);
      long begin = System.nanoTime();
      assertThat(bridge.stop(Duration.ofSeconds(20))).isEqualTo(CLEAN_STOP);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(15));
      stage.kafka().start();
      assertThat(line.balance().stored()).isZero();
      bridge.start();
      line.awaitComplete(Duration.ofMinutes(1)).assertNothingLost().assertNoDuplicates();
    } finally {
      stage.kafka().start();
    }
  }
}

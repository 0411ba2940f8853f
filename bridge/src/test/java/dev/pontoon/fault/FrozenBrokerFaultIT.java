package dev.pontoon.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The legacy broker stands still for longer than the bridge waits for anything: its connections
 * stay open, connects are accepted by the system, nothing is answered.
 */
@Timeout(300)
class FrozenBrokerFaultIT {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final int HALF = 500;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  static List<Legacy.Kind> kinds() {
    return Boolean.getBoolean("pontoon.faults.long")
        ? Legacy.Kind.chosen()
        : List.of(Legacy.Kind.RABBITMQ_CLASSIC);
  }

  /** Row 75. */
  @ParameterizedTest
  @MethodSource("kinds")
  void isReadAgainWhenItGoesOn(Legacy.Kind kind) throws Exception {
    try (Stage stage = Stage.of(kind);
        Line line = Line.on(stage, "frozen", Guarantee.A, folder, 1)) {
      BridgeProcess bridge = line.bridge().start();
      line.publish(HALF);
      bridge.awaitAcknowledged(HALF);
      line.publish(HALF);
      stage.legacy().broker().freeze();
      try {
        // First the silence is noticed and the disconnect hangs, then the next connect does.
        await()
            .atMost(LONG)
            .until(
                () ->
                    bridge.get("/health").contains("could not connect")
                        || bridge.get("/health").contains("no connection within"));
        assertThat(bridge.isActive()).isFalse();
      } finally {
        stage.legacy().broker().thaw();
      }
      line.publish(HALF);
      line.awaitComplete(LONG).assertNothingLost();
      await().atMost(LONG).until(bridge::isActive);
      await().atMost(LONG).until(() -> bridge.metric("pontoon_in_flight_messages") == 0);
      line.balance().assertNothingLost().assertOrderPerKey();
      assertThat(bridge.stop(LONG)).isZero();
    }
  }
}

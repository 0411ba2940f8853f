package dev.pontoon.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The system gives the bridge no further thread for a while. Linux counts threads for each user and
 * does not limit root, so the bridge runs as a user that nobody else is, which only root can do.
 */
@Timeout(180)
class ThreadLimitFaultIT {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Path SETPRIV = Path.of("/usr/bin/setpriv");
  private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");
  private static final String NOBODY_ELSE = "61234";

  /** Less than any system's own limit, which the bridge may not exceed. */
  private static final String ENOUGH = "500";

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  /** Row 76. */
  @Test
  void aRouteWithoutThreadsSaysSoAndGoesOnWhenThereAreSome() throws Exception {
    assumeThat(System.getProperty("user.name")).as("runs as").isEqualTo("root");
    assumeThat(Files.isExecutable(SETPRIV) && Files.isExecutable(PRLIMIT))
        .as("setpriv and prlimit are there")
        .isTrue();
    List<String> probe = new ArrayList<>(asNobodyElse());
    probe.add("true");
    assumeThat(new ProcessBuilder(probe).start().waitFor()).as("may become another user").isZero();
    // The JVM asks the system whether it may read: then its right to read everything does not
    // count.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (Stage stage = Stage.of(Legacy.Kind.RABBITMQ_CLASSIC);
        Line line = Line.on(stage, "threads", Guarantee.A, folder, 1)) {
      BridgeProcess bridge = line.bridge().under(asNobodyElse()).start();
      line.publish(200);
      bridge.awaitAcknowledged(200);
      threads(bridge, "1");
      stage.legacyProxy().reset();
      await().atMost(LONG).until(() -> bridge.get("/health").contains("native thread"));
      assertThat(bridge.isActive()).isFalse();
      line.publish(200);
      threads(bridge, ENOUGH);
      line.awaitComplete(LONG).assertNothingLost();
      await().atMost(LONG).until(bridge::isActive);
      bridge.awaitAcknowledged(400);
      line.balance().assertWhole(400);
      assertThat(bridge.stop(LONG)).isZero();
    }
  }

  /** May read and write as before; what it loses is the right to as many threads as it likes. */
  private static List<String> asNobodyElse() {
    return List.of(
        SETPRIV.toString(),
        "--reuid=" + NOBODY_ELSE,
        "--clear-groups",
        "--inh-caps=+dac_override,+dac_read_search",
        "--ambient-caps=+dac_override,+dac_read_search");
  }

  /** As the same user: not even root may do this to another one in every container. */
  private static void threads(BridgeProcess bridge, String most) throws Exception {
    Process limit =
        new ProcessBuilder(
                SETPRIV.toString(),
                "--reuid=" + NOBODY_ELSE,
                "--clear-groups",
                PRLIMIT.toString(),
                "--pid=" + bridge.pid(),
                "--nproc=" + most + ":")
            .inheritIO()
            .start();
    assertThat(limit.waitFor()).isZero();
  }
}

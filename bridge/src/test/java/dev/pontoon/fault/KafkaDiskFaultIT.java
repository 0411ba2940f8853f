package dev.pontoon.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.pontoon.rig.kafka.KafkaSetup;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Row 35. Needs the right to mount a small file system. */
@Timeout(300)
class KafkaDiskFaultIT {
  private static final Duration LONG = Duration.ofMinutes(2);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @Test
  void aFullDiskOfKafkaLosesAndDoublesNothing() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeThat(run("mount", "-t", "tmpfs", "-o", "size=256m", "tmpfs", disk.toString()))
        .as("may mount a tmpfs")
        .isZero();
    try {
      fill(disk);
    } finally {
      assertThat(run("umount", disk.toString())).isZero();
    }
  }

  private void fill(Path disk) throws Exception {
    List<Line> lines = new ArrayList<>();
    KafkaSetup setup = KafkaSetup.fresh().folder(disk.resolve("kafka"));
    try (Stage stage = Stage.of(Legacy.Kind.ACTIVEMQ, setup)) {
      for (Guarantee level : Guarantee.values()) {
        lines.add(Line.on(stage, "disk-" + level, level, folder, 1));
      }
      for (Line line : lines) {
        line.bridge().start();
        line.publish(200);
        line.awaitComplete(LONG).assertNothingLost();
      }
      Path ballast = disk.resolve("ballast");
      writeUntilFull(ballast);
      lines.forEach(line -> line.publish(1_000));
      await().atMost(LONG).until(() -> !stage.kafka().isRunning());
      Files.delete(ballast);
      stage.kafka().start();
      for (Line line : lines) {
        line.awaitComplete(LONG).assertWhole(1_200);
        line.bridge().stop(LONG);
      }
    } finally {
      lines.forEach(Line::close);
    }
  }

  private static void writeUntilFull(Path file) throws IOException {
    byte[] block = new byte[1 << 12];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < 1 << 20; i++) {
        out.write(block);
      }
    } catch (IOException expected) {
      assertThat(file).exists();
    }
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
  }
}

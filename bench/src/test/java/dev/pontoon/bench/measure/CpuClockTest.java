package dev.pontoon.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuClockTest {

  @TempDir private Path folder;

  @Test
  void betweenTwoNotesTimeRunsEvenly() {
    try (CpuClock clock = CpuClock.stopped(Map.of(1000L, 100L, 1100L, 150L, 1200L, 350L))) {
      assertThat(clock.millisBetween(1050, 1150)).isEqualTo(250 - 125);
      assertThat(clock.millisBetween(1000, 1200)).isEqualTo(250);
    }
  }

  @Test
  void outsideTheNotesNothingIsAdded() {
    try (CpuClock clock = CpuClock.stopped(Map.of(1000L, 100L, 1100L, 150L))) {
      assertThat(clock.millisBetween(0, 5000)).isEqualTo(50);
    }
  }

  @Test
  void withoutAProcessNothingIsMeasured() {
    try (CpuClock clock = CpuClock.of(-1)) {
      assertThat(clock.millisBetween(0, 5000)).isNaN();
    }
  }

  @Test
  void linuxTellsTimesThreadsAndMemory() throws IOException {
    Files.writeString(
        folder.resolve("stat"),
        "42 (a (strange) name) S 1 42 42 0 -1 4194560 9 0 0 0 120 30 7 7 20 0 17 0 99 1 2\n");
    Files.writeString(folder.resolve("status"), "Name:\tx\nVmHWM:\t  2048 kB\nVmRSS:\t  1024 kB\n");

    ProcessStat stat = new ProcessStat(folder);

    assertThat(stat.cpuMillis()).isEqualTo(1500);
    assertThat(stat.threads()).isEqualTo(17);
    assertThat(stat.peakRss()).isEqualTo(2L << 20);
    assertThat(stat.rss()).isEqualTo(1L << 20);
  }
}

package dev.pontoon.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class GcLogTest {

  private static final double MIB = 1 << 20;

  private static final String SERIAL =
      """
      [1000ms] Using Serial
      [2000ms] GC(0) Pause Young (Allocation Failure) 20M->5M(123M) 3.210ms
      [3000ms] GC(1) Pause Young (Allocation Failure) 25M->6M(123M) 3.210ms
      [4000ms] GC(2) Pause Full (Metadata GC Threshold) 16M->4M(123M) 9.000ms
      """;

  @Test
  void betweenTwoCollectionsTheHeapGrowsByWhatWasAllocated() {
    GcLog log = GcLog.of(SERIAL);

    // 5 to 25 and 6 to 16 MiB.
    assertThat(log.allocated(0, 10_000, 3))
        .contains(new GcLog.Allocated(2000, 4000, (long) (30 * MIB)));
    assertThat(log.allocated(2500, 10_000, 2))
        .contains(new GcLog.Allocated(3000, 4000, (long) (10 * MIB)));
    assertThat(log.peak()).isEqualTo((long) (25 * MIB));
  }

  @Test
  void fewCollectionsTellNothing() {
    assertThat(GcLog.of(SERIAL).allocated(2500, 10_000, 3)).isEmpty();
    assertThat(GcLog.of("").peak()).isZero();
    assertThat(GcLog.read(Path.of("no-such-file")).drift()).isNaN();
    assertThat(GcLog.read(null).peak()).isZero();
  }

  @Test
  void concurrentPhasesOfG1AreNoPauses() {
    GcLog log =
        GcLog.of(
            """
            [1000ms] GC(0) Pause Young (Normal) (G1 Evacuation Pause) 24M->3M(1024M) 5.1ms
            [1100ms] GC(1) Concurrent Mark Cycle
            [1200ms] GC(1) Pause Remark 9M->9M(1024M) 1.1ms
            [1300ms] GC(1) Concurrent Mark Cycle 200.0ms
            """);

    assertThat(log.peak()).isEqualTo((long) (24 * MIB));
    assertThat(log.allocated(0, 5000, 3)).isEmpty();
  }

  @Test
  void aHeapThatFillsUpDrifts() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 9; i++) {
      text.append("[%d00ms] GC(%d) Pause Young (x) %dM->%dM(99M) 1ms%n".formatted(i, i, 50 + i, i));
    }

    assertThat(GcLog.of(text.toString()).drift()).isEqualTo(6 * MIB);
  }
}

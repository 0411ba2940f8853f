package dev.pontoon.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pontoon.rig.ledger.Balance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kafka is away for long while the legacy side goes on: for 15 s in every build, for ten minutes in
 * the long form, for {@code -Dpontoon.faults.outage=…} seconds where that is said.
 */
@Timeout(1_200)
class KafkaOutageFaultIT {
  private static final Duration OUTAGE =
      Duration.ofSeconds(
          Long.getLong(
              "pontoon.faults.outage", Boolean.getBoolean("pontoon.faults.long") ? 600 : 15));
  private static final Duration FILL = Duration.ofSeconds(10);
  private static final int RATE = 200;
  private static final Pattern TOTAL = Pattern.compile("Total +\\d+ +(\\d+)");

  @TempDir Path folder;

  @Test
  void anOutageRefusesNothingFillsNoHeapAndEndsAtFullSpeed() throws Exception {
    List<Line> lines = new ArrayList<>();
    try (Stage stage = Stage.of(Legacy.Kind.RABBITMQ_CLASSIC)) {
      for (Guarantee level : Guarantee.values()) {
        lines.add(Line.on(stage, "outage-" + level, level, folder, 1));
      }
      for (Line line : lines) {
        line.bridge().start();
        line.publish(2_000);
        line.awaitComplete(Duration.ofMinutes(1)).assertNothingLost();
      }
      stage.kafka().kill9();
      // In the first seconds windows and buffers fill up to their bounds.
      load(lines, FILL.toSeconds() * RATE);
      List<Long> before = lines.stream().map(line -> heapKib(line.bridge())).toList();
      load(lines, OUTAGE.toSeconds() * RATE);
      List<Long> after = lines.stream().map(line -> heapKib(line.bridge())).toList();
      for (Line line : lines) {
        assertThat(line.bridge().get("/health/ready")).startsWith("503");
        assertThat(line.bridge().get("/health/live")).startsWith("200");
      }
      stage.kafka().start();
      long back = System.nanoTime();
      List<Long> flowing = lines.stream().map(line -> flowing(line, back)).toList();
      for (int i = 0; i < lines.size(); i++) {
        report(lines.get(i), back, flowing.get(i), before.get(i), after.get(i));
      }
    } finally {
      lines.forEach(Line::close);
    }
  }

  /** Milliseconds until a thousand messages of the outage have arrived. */
  private static long flowing(Line line, long back) {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> line.balance().unique() > 3_000);
    return (System.nanoTime() - back) / 1_000_000;
  }

  private static void report(Line line, long back, long first, long before, long after) {
    Balance all = line.awaitComplete(Duration.ofMinutes(2));
    long drained = (System.nanoTime() - back) / 1_000_000;
    System.out.printf(
        "outage of %d s: level=%s heap before %d KiB, after %d KiB; flowing after %d ms,"
            + " caught up after %d ms; %s%n",
        OUTAGE.toSeconds(), line.level(), before, after, first, drained, all);
    all.assertNothingLost().assertNoDuplicates().assertOrderPerKey().assertNoDeadLetters();
    assertThat(all.confirmed()).isEqualTo(all.published());
    assertThat(first).isLessThan(5_000);
    assertThat(after).isLessThan(before + 4_096);
  }

  /** Publishes steadily to all lines; fails if the legacy broker does not confirm. */
  private static void load(List<Line> lines, long messages) {
    List<CompletableFuture<?>> publishers = new ArrayList<>();
    for (Line line : lines) {
      long begin = System.nanoTime();
      publishers.add(
          line.publish(
              (int) messages,
              () -> (double) (System.nanoTime() - begin) * RATE / 1_000_000_000L / messages));
    }
    publishers.forEach(CompletableFuture::join);
  }

  /** What is alive; what is "used" has the garbage of the last milliseconds in it. */
  private static long heapKib(BridgeProcess bridge) {
    Matcher total = TOTAL.matcher(jcmd(bridge, "GC.class_histogram"));
    assertThat(total.find()).isTrue();
    return Long.parseLong(total.group(1)) / 1024;
  }

  private static String jcmd(BridgeProcess bridge, String command) {
    try {
      Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
      Process process =
          new ProcessBuilder(jcmd.toString(), "" + bridge.pid(), command)
              .redirectErrorStream(true)
              .start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}

package dev.pontoon.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pontoon.bench.contestant.Contestant;
import dev.pontoon.bench.contestant.Contestants;
import dev.pontoon.bench.measure.Latency;
import dev.pontoon.bench.measure.Sample;
import dev.pontoon.bench.report.Findings;
import dev.pontoon.bench.stage.Source;
import dev.pontoon.bench.stage.Stage;
import dev.pontoon.bench.stage.Workload;
import dev.pontoon.rig.rabbit.RabbitInstall;
import dev.pontoon.rig.rabbit.RabbitNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** One tiny round, so that the benchmark still works when somebody needs it. */
class BenchIT {

  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final List<String> TWO = List.of("hand-loop", "pontoon-a");

  private final Findings found = Findings.none();
  private final AtomicInteger saved = new AtomicInteger();

  @Test
  void aRoundMovesEveryMessageAndMeasuresBoth() throws Exception {
    assumeTrue(RabbitNode.installed(), RabbitInstall.missing());
    Workload workload = new Workload(Source.RABBIT_CLASSIC, 1024, 2, 3, 2_000);
    List<Contestant> two =
        Contestants.all(HOME).stream().filter(c -> TWO.contains(c.name())).toList();
    Duration second = Duration.ofSeconds(1);
    Plan plan =
        new Plan(List.of(new Heat(workload, 1, 1, false)), second, second, 0, List.of(1), false);
    StringWriter out = new StringWriter();

    try (Stage stage = new Stage(HOME)) {
      new Suite(stage, plan, two, 1, new PrintWriter(out), found, saved::incrementAndGet).run();
    }

    assertThat(found.failures()).isEmpty();
    assertThat(saved).hasValue(7);
    assertThat(found.drains()).extracting(Sample::contestant).containsExactlyElementsOf(TWO);
    assertThat(found.drains()).allSatisfy(BenchIT::isWhole);
    assertThat(found.latencies()).hasSize(2).allSatisfy(BenchIT::isWhole);
    assertThat(found.tops())
        .singleElement()
        .satisfies(
            top -> {
              assertThat(top.books().flags()).isEmpty();
              assertThat(top.books().published()).isGreaterThan(500);
              assertThat(top.rate()).isEqualTo(2 * found.latencies().get(0).rate());
            });
    assertThat(found.idle()).hasSize(2).allSatisfy(it -> assertThat(it.threads()).isPositive());
  }

  private static void isWhole(Sample sample) {
    assertThat(sample.books().unique()).isEqualTo(2_000);
    assertThat(sample.books().flags()).isEmpty();
    assertThat(sample.books().orderBreaks()).isZero();
    assertThat(sample.rate()).isPositive();
    assertThat(sample.cpuMicros()).isPositive();
    assertThat(sample.rssPeak()).isBetween(30.0, 300.0);
    assertThat(sample.firstSeconds()).isBetween(0.1, 60.0);
  }

  private static void isWhole(Latency latency) {
    assertThat(latency.books().flags()).isEmpty();
    assertThat(latency.messages()).isPositive();
    assertThat(latency.p50()).isPositive().isLessThanOrEqualTo(latency.p99());
  }
}

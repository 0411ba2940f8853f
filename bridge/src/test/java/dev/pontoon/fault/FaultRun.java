package dev.pontoon.fault;

import static org.awaitility.Awaitility.await;

import dev.pontoon.rig.fault.FaultSchedule;
import dev.pontoon.rig.ledger.Balance;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * Both levels side by side on one stage, each with its own queue, publisher, bridge and topic,
 * while the same faults strike both.
 */
final class FaultRun {
  private static final Duration LONGEST_FAULT = Duration.ofSeconds(1);
  private static final Duration DRAIN = Duration.ofMinutes(3);

  private final Stage stage;
  private final Faults.Plan plan;
  private final long seed;

  FaultRun(Stage stage, Faults.Plan plan, long seed) {
    this.stage = stage;
    this.plan = plan;
    this.seed = seed;
  }

  /** One line's account. */
  record Outcome(
      Legacy.Kind source,
      Guarantee level,
      long seed,
      String faults,
      long seconds,
      Balance balance) {
    @Override
    public String toString() {
      return "source=%s level=%s seed=%d seconds=%d %s faults=[%s]"
          .formatted(source.name().toLowerCase(Locale.ROOT), level, seed, seconds, balance, faults);
    }
  }

  /** Runs it to the end: all published, all faults over, all arrived, bridges ended cleanly. */
  List<Outcome> run(Path folder) throws Exception {
    List<Line> lines = new ArrayList<>();
    try {
      for (Guarantee level : Guarantee.values()) {
        lines.add(Line.on(stage, stage.kind().orderly("faults-" + level), level, folder, seed));
      }
      return run(lines);
    } finally {
      lines.forEach(Line::close);
    }
  }

  private List<Outcome> run(List<Line> lines) throws Exception {
    long begin = System.nanoTime();
    Faults faults = plan.on(stage, lines);
    lines.forEach(line -> line.bridge().start());
    int count = faults.deck().size();
    Duration pause = Duration.ofMillis(plan.longestPauseMillis());
    Progress progress = new Progress(count, pause.plus(LONGEST_FAULT).dividedBy(2));
    try (FaultSchedule schedule =
        FaultSchedule.random(seed, count, pause, LONGEST_FAULT, progress.counting(faults.deck()))) {
      List<CompletableFuture<Void>> publishers =
          lines.stream().map(line -> line.publish(plan.messages(), progress)).toList();
      schedule.start();
      await()
          .forever()
          .pollInterval(Duration.ofMillis(50))
          .until(
              () -> {
                lines.forEach(Line::look);
                return publishers.stream().allMatch(CompletableFuture::isDone);
              });
      publishers.forEach(CompletableFuture::join);
      schedule.awaitEnd();
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (Line line : lines) {
      line.awaitComplete(DRAIN);
      line.bridge().stop(Duration.ofSeconds(60));
      long seconds = (System.nanoTime() - begin) / 1_000_000_000;
      outcomes.add(
          new Outcome(stage.kind(), line.level(), seed, "" + faults, seconds, line.balance()));
    }
    return outcomes;
  }
}

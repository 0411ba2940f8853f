package dev.pontoon.bench;

import dev.pontoon.bench.contestant.Contestant;
import dev.pontoon.bench.contestant.Running;
import dev.pontoon.bench.load.Backlog;
import dev.pontoon.bench.measure.IdleCost;
import dev.pontoon.bench.measure.ProcessStat;
import dev.pontoon.bench.stage.Source;
import dev.pontoon.bench.stage.Stage;
import dev.pontoon.bench.stage.Workload;
import dev.pontoon.rig.Await;
import java.time.Duration;

/** A bridge with empty queues: what does a route cost that has nothing to do? */
final class IdleRoutes {

  private static final Duration START = Duration.ofSeconds(120);
  private static final Duration SETTLE = Duration.ofSeconds(5);
  private static final double MIB = 1 << 20;

  private final Stage stage;

  IdleRoutes(Stage stage) {
    this.stage = stage;
  }

  /** Measured 5 s after every queue has its reader. */
  IdleCost run(Contestant contestant, int routes) throws Exception {
    Workload empty = new Workload(Source.RABBIT_CLASSIC, 1024, routes, 1, 0);
    try (Trial trial = Trial.open(stage, empty, "idle-" + contestant.name() + "-" + routes)) {
      Backlog backlog = new Backlog(trial.job());
      backlog.fill(0, 0);
      try (Running running = contestant.start(trial.job())) {
        Await.until(routes + " readers", START, () -> backlog.readers() == routes);
        // A pause, not a wait: nothing tells that a JVM has calmed down.
        Thread.sleep(SETTLE.toMillis());
        ProcessStat process = new ProcessStat(running.pid());
        return new IdleCost(contestant.name(), routes, process.rss() / MIB, process.threads());
      }
    }
  }
}

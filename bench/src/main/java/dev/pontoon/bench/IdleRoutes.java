package dev.pontoon.bench;

import dev.pontoon.bench.contestant.Contestant;
import dev.pontoon.bench.contestant.Running;
import dev.pontoon.bench.load.Backlog;
import dev.pontoon.bench.measure.IdleCost;
import dev.pontoon.bench.measure.LatencyProbe;
import dev.pontoon.bench.measure.ProcessStat;
import dev.pontoon.bench.stage.Source;
import dev.pontoon.bench.stage.Stage;
import dev.pontoon.bench.stage.Workload;
import dev.pontoon.rig.Await;
import java.time.Duration;
import java.util.Locale;

/** A bridge with empty queues: what does a route cost that has nothing to do? */
final class IdleRoutes {

  private static final Duration START = Duration.ofSeconds(120);

  /** Threads of pools that have nothing to do end after a minute. */
  private static final Duration SETTLE = Duration.ofSeconds(65);

  private static final double MIB = 1 << 20;

  private final Stage stage;

  IdleRoutes(Stage stage) {
    this.stage = stage;
  }

  /** Measured a little more than a minute after every queue's only message has arrived. */
  IdleCost run(Contestant contestant, Source source, int routes) throws Exception {
    Workload one = new Workload(source, 1024, routes, 1, routes);
    String name = "idle-" + source.name().toLowerCase(Locale.ROOT) + "-" + contestant.name();
    try (Trial trial = Trial.open(stage, one, name + "-" + routes)) {
      new Backlog(trial.job()).fill(0, routes);
      try (LatencyProbe probe = new LatencyProbe(trial.job(), routes);
          Running running = contestant.start(trial.job())) {
        Await.until(routes + " messages", START, () -> probe.arrived() == routes);
        // A pause, not a wait: nothing tells that a JVM has calmed down.
        Thread.sleep(SETTLE.toMillis());
        ProcessStat process = new ProcessStat(running.pid());
        return new IdleCost(
            source.title(), contestant.name(), routes, process.rss() / MIB, process.threads());
      }
    }
  }
}

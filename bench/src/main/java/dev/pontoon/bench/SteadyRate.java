package dev.pontoon.bench;

import dev.pontoon.bench.contestant.Contestant;
import dev.pontoon.bench.contestant.Running;
import dev.pontoon.bench.load.Backlog;
import dev.pontoon.bench.load.Pacer;
import dev.pontoon.bench.measure.Latency;
import dev.pontoon.bench.measure.LatencyProbe;
import dev.pontoon.bench.stage.Stage;
import dev.pontoon.bench.stage.Workload;
import dev.pontoon.rig.Await;
import java.time.Duration;

/** One contestant moves messages that come at a steady rate: how much later do they arrive? */
final class SteadyRate {

  private static final Duration FIRST = Duration.ofSeconds(60);
  private static final Duration LAST = Duration.ofSeconds(30);
  private static final double MAX = 100;

  private final Stage stage;
  private final long seed;
  private final Duration warmUp;
  private final Duration time;

  SteadyRate(Stage stage, long seed, Duration warmUp, Duration time) {
    this.stage = stage;
    this.seed = seed;
    this.warmUp = warmUp;
    this.time = time;
  }

  /**
   * @param rate messages per second
   */
  Latency run(Workload workload, Contestant contestant, int round, double rate) throws Exception {
    int warm = Math.max(1, (int) (rate * warmUp.toMillis() / 1000));
    int measured = Math.max(1, (int) (rate * time.toMillis() / 1000));
    int all = 1 + warm + measured;
    String name = "steady-" + workload.name() + "-" + contestant.name() + "-" + round;
    try (Trial trial = Trial.open(stage, workload.messages(all), name)) {
      Backlog backlog = new Backlog(trial.job());
      backlog.fill(seed, 0);
      try (LatencyProbe probe = new LatencyProbe(trial.job(), 1 + warm);
          Running running = contestant.start(trial.job())) {
        try (Pacer pacer = Pacer.open(trial.job(), seed)) {
          pacer.send(1, Duration.ofMillis(1));
          Await.until(contestant.name() + " to bridge", FIRST, () -> probe.arrived() > 0);
          pacer.send(warm, warmUp);
          pacer.send(measured, time);
        }
        probe.awaitAll(all, LAST);
        running.close();
        LatencyProbe.Result seen = probe.finish();
        return new Latency(
            workload.name(),
            contestant.name(),
            round,
            rate,
            seen.micros().getTotalCount(),
            seen.millis(50),
            seen.millis(99),
            seen.millis(99.9),
            seen.millis(MAX),
            seen.arrivals().books(backlog.rest()));
      }
    }
  }
}

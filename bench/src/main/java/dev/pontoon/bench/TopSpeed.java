package dev.pontoon.bench;

import dev.pontoon.bench.contestant.Contestant;
import dev.pontoon.bench.contestant.Running;
import dev.pontoon.bench.load.Backlog;
import dev.pontoon.bench.load.Pacer;
import dev.pontoon.bench.measure.LatencyProbe;
import dev.pontoon.bench.measure.TopRate;
import dev.pontoon.bench.stage.Stage;
import dev.pontoon.bench.stage.Workload;
import dev.pontoon.rig.Await;
import java.time.Duration;

/**
 * How much does one contestant move while publisher and reader run beside it on the same machine?
 * The publisher follows what arrives, so that it takes no CPU time for a backlog that only grows.
 */
final class TopSpeed {

  private static final Duration FIRST = Duration.ofSeconds(60);
  private static final Duration LAST = Duration.ofSeconds(30);

  /** Enough to keep prefetch, batches and transactions full. */
  private static final int ON_THEIR_WAY = 5_000;

  private static final int BYTES_ON_THEIR_WAY = 64 << 20;

  /** Room for what is read back: no contestant is quicker. */
  private static final int MOST_PER_SECOND = 60_000;

  private final Stage stage;
  private final long seed;
  private final Duration warmUp;
  private final Duration time;

  TopSpeed(Stage stage, long seed, Duration warmUp, Duration time) {
    this.stage = stage;
    this.seed = seed;
    this.warmUp = warmUp;
    this.time = time;
  }

  TopRate run(Workload workload, Contestant contestant, int round) throws Exception {
    int last = (int) (MOST_PER_SECOND * (warmUp.plus(time).toMillis() / 1000 + 1));
    int ahead = Math.min(ON_THEIR_WAY, BYTES_ON_THEIR_WAY / workload.bytes());
    String name = "top-" + workload.name() + "-" + contestant.name() + "-" + round;
    try (Trial trial = Trial.open(stage, workload.messages(last), name)) {
      Backlog backlog = new Backlog(trial.job());
      backlog.fill(seed, 0);
      try (LatencyProbe probe = new LatencyProbe(trial.job(), last);
          Running running = contestant.start(trial.job())) {
        int sent;
        double rate;
        try (Pacer pacer = Pacer.open(trial.job(), seed)) {
          pacer.send(1, Duration.ofMillis(1));
          Await.until(contestant.name() + " to bridge", FIRST, () -> probe.arrived() > 0);
          pacer.follow(warmUp, ahead, probe::arrived, last);
          long start = System.nanoTime();
          int before = probe.arrived();
          pacer.follow(time, ahead, probe::arrived, last);
          rate = (probe.arrived() - before) * 1e9 / (System.nanoTime() - start);
          sent = pacer.sent();
        }
        probe.awaitAll(sent, LAST);
        running.close();
        return new TopRate(
            workload.name(),
            contestant.name(),
            round,
            rate,
            probe.finish().arrivals().books(sent, backlog.rest()));
      }
    }
  }
}

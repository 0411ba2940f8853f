package dev.pontoon.bench;

import dev.pontoon.bench.contestant.Contestant;
import dev.pontoon.bench.contestant.Running;
import dev.pontoon.bench.load.Backlog;
import dev.pontoon.bench.measure.Arrivals;
import dev.pontoon.bench.measure.CpuClock;
import dev.pontoon.bench.measure.GcLog;
import dev.pontoon.bench.measure.ProcessStat;
import dev.pontoon.bench.measure.QueueWatch;
import dev.pontoon.bench.measure.Sample;
import dev.pontoon.bench.measure.TopicWatch;
import dev.pontoon.bench.measure.Watch;
import dev.pontoon.bench.stage.Job;
import dev.pontoon.bench.stage.Stage;
import dev.pontoon.bench.stage.Workload;

/** One contestant drains one freshly filled backlog. */
final class Drain {

  private static final double MIB = 1 << 20;

  private final Stage stage;
  private final long seed;

  Drain(Stage stage, long seed) {
    this.stage = stage;
    this.seed = seed;
  }

  /**
   * Fills, starts the contestant, waits for the last record, stops it, and deletes everything.
   *
   * @param round its number
   */
  Sample run(Workload workload, Contestant contestant, int round) throws Exception {
    int messages = Math.min(workload.messages(), contestant.enough());
    String name = "drain-" + workload.name() + "-" + contestant.name() + "-" + round;
    try (Trial trial = Trial.open(stage, workload.messages(messages), name)) {
      Job job = trial.job();
      Backlog backlog = new Backlog(job);
      backlog.fill(seed, messages);
      Measured measured = measure(job, contestant);
      if (!measured.arrivals.complete()) {
        trial.tell(contestant);
      }
      return sample(measured, contestant.name(), round, job.workload(), backlog.rest());
    }
  }

  /**
   * @param start of the process, in milliseconds since 1970
   * @param rssPeak MiB
   */
  private record Measured(
      Arrivals arrivals, CpuClock cpu, GcLog heap, long start, double rssPeak) {}

  private static Measured measure(Job job, Contestant contestant) throws Exception {
    try (Watch watch = contestant.reachesKafka() ? new TopicWatch(job) : new QueueWatch(job)) {
      long start = System.currentTimeMillis();
      Running running = contestant.start(job);
      try (running;
          CpuClock cpu = CpuClock.of(running.pid())) {
        watch.await(running::isAlive);
        boolean measurable = running.pid() != Running.NONE && running.isAlive();
        double rssPeak = measurable ? new ProcessStat(running.pid()).peakRss() / MIB : Double.NaN;
        running.close();
        return new Measured(watch.finish(), cpu, GcLog.read(running.gcLog()), start, rssPeak);
      }
    }
  }

  private static Sample sample(
      Measured m, String contestant, int round, Workload workload, long left) {
    Arrivals.Steady steady = m.arrivals.steady();
    double rate = steady.rate();
    return new Sample(
        workload.name(),
        contestant,
        round,
        rate,
        1000 * m.cpu.millisBetween(steady.from(), steady.to()) / steady.messages(),
        allocated(m),
        m.heap.peak() == 0 ? Double.NaN : m.heap.peak() / MIB,
        m.heap.drift() / MIB,
        m.rssPeak,
        m.arrivals.first() < 0 ? Double.NaN : (m.arrivals.first() - m.start) / 1000.0,
        m.arrivals.books(left));
  }

  /** Bytes per message in the steady part; in the whole run where that saw too few collections. */
  private static double allocated(Measured m) {
    Arrivals.Steady steady = m.arrivals.steady();
    return m.heap
        .allocated(steady.from(), steady.to(), 3)
        .or(() -> m.heap.allocated(m.arrivals.first(), m.arrivals.last(), 2))
        .map(a -> (double) a.bytes() / m.arrivals.between(a.from(), a.to()))
        .filter(Double::isFinite)
        .orElse(Double.NaN);
  }
}

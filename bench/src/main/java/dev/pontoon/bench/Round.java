package dev.pontoon.bench;

import dev.pontoon.bench.contestant.Contestant;
import dev.pontoon.bench.contestant.Running;
import dev.pontoon.bench.load.Backlog;
import dev.pontoon.bench.measure.Arrivals;
import dev.pontoon.bench.measure.CpuClock;
import dev.pontoon.bench.measure.GcLog;
import dev.pontoon.bench.measure.ProcessStat;
import dev.pontoon.bench.measure.ReadBack;
import dev.pontoon.bench.measure.Sample;
import dev.pontoon.bench.stage.Job;
import dev.pontoon.bench.stage.Line;
import dev.pontoon.bench.stage.Stage;
import dev.pontoon.bench.stage.Workload;
import dev.pontoon.rig.WorkFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;

/** One contestant drains one freshly filled backlog. */
final class Round {

  private static final double MIB = 1 << 20;
  private static final int TAIL = 15;

  private final Stage stage;
  private final long seed;

  Round(Stage stage, long seed) {
    this.stage = stage;
    this.seed = seed;
  }

  /**
   * Fills, starts the contestant, waits for the last record, stops it, and deletes everything.
   *
   * @param number of the round
   */
  Sample run(Workload workload, Contestant contestant, int number) throws Exception {
    try (WorkFolder folder = WorkFolder.of(null, "bench")) {
      Workload part = workload.messages((int) (workload.messages() * contestant.share()));
      Job job = new Job(stage, part, lines(part, contestant, number), folder.path());
      for (Line line : job.lines()) {
        stage
            .kafka()
            .createTopic(
                line.name(), part.partitions(), Map.of("message.timestamp.type", "LogAppendTime"));
      }
      Backlog.fill(job, seed);
      try {
        return drain(job, contestant, number);
      } finally {
        Backlog.delete(job);
        deleteTopics(job);
      }
    }
  }

  private Sample drain(Job job, Contestant contestant, int number) throws Exception {
    try (ReadBack back = new ReadBack(job)) {
      long start = System.currentTimeMillis();
      Running running = contestant.start(job);
      ProcessStat process = new ProcessStat(running.pid());
      try (running;
          CpuClock cpu = CpuClock.of(process)) {
        Arrivals arrivals = back.await(() -> alive(running));
        double rssPeak = alive(running) ? process.peakRss() / MIB : Double.NaN;
        running.close();
        back.drain();
        if (!arrivals.complete()) {
          tell(job, contestant);
        }
        return sample(
            new Measured(arrivals, cpu, GcLog.read(running.gcLog()), start, rssPeak),
            job,
            contestant,
            number);
      }
    }
  }

  /** The last words of one that did not do its work. */
  private static void tell(Job job, Contestant contestant) throws IOException {
    List<String> lines = Files.readAllLines(job.folder().resolve("out.log"));
    System.err.println(contestant.name() + " did not move everything; the end of its output:");
    lines.stream().skip(Math.max(0, lines.size() - TAIL)).forEach(System.err::println);
  }

  private record Measured(
      Arrivals arrivals, CpuClock cpu, GcLog heap, long start, double rssPeak) {}

  private static Sample sample(Measured m, Job job, Contestant contestant, int number)
      throws Exception {
    Arrivals.Steady steady = m.arrivals.steady();
    double rate = steady.rate();
    return new Sample(
        job.workload().name(),
        contestant.name(),
        number,
        rate,
        1000 * m.cpu.millisBetween(steady.from(), steady.to()) / steady.messages(),
        1000 * m.heap.bytesPerMilli(steady.from(), steady.to()) / rate,
        m.heap.peak() == 0 ? Double.NaN : m.heap.peak() / MIB,
        m.rssPeak,
        m.arrivals.first() < 0 ? Double.NaN : (m.arrivals.first() - m.start) / 1000.0,
        m.arrivals.books(Backlog.waiting(job)));
  }

  private static boolean alive(Running running) {
    return ProcessHandle.of(running.pid()).map(ProcessHandle::isAlive).orElse(false);
  }

  private static List<Line> lines(Workload workload, Contestant contestant, int number) {
    return IntStream.range(0, workload.queues())
        .mapToObj(i -> new Line("bench-" + contestant.name() + "-" + number + "-" + i))
        .toList();
  }

  private void deleteTopics(Job job) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", stage.kafka().bootstrap()))) {
      admin.deleteTopics(job.lines().stream().map(Line::name).toList()).all().get();
    }
  }
}

package dev.pontoon.bench;

import dev.pontoon.bench.contestant.Contestant;
import dev.pontoon.bench.load.Backlog;
import dev.pontoon.bench.stage.Job;
import dev.pontoon.bench.stage.Line;
import dev.pontoon.bench.stage.Stage;
import dev.pontoon.bench.stage.Workload;
import dev.pontoon.rig.WorkFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;

/** New queues and topics for one contestant and one measurement; all gone when it is closed. */
final class Trial implements AutoCloseable {

  private static final int TAIL = 15;

  private final WorkFolder folder;
  private final Job job;

  private Trial(WorkFolder folder, Job job) {
    this.folder = folder;
    this.job = job;
  }

  /**
   * @param name unique in this run; part of the names of queues and topics
   */
  static Trial open(Stage stage, Workload workload, String name) {
    WorkFolder folder = WorkFolder.of(null, "bench");
    List<Line> lines =
        IntStream.range(0, workload.queues()).mapToObj(i -> new Line(name + "-" + i)).toList();
    for (Line line : lines) {
      stage
          .kafka()
          .createTopic(
              line.name(),
              workload.partitions(),
              Map.of("message.timestamp.type", "LogAppendTime"));
    }
    return new Trial(folder, new Job(stage, workload, lines, folder.path()));
  }

  Job job() {
    return job;
  }

  /** The last words of one that did not do its work. */
  void tell(Contestant contestant) throws IOException {
    Path log = job.folder().resolve("out.log");
    List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
    System.err.println(contestant.name() + " did not move everything; the end of its output:");
    lines.stream().skip(Math.max(0, lines.size() - TAIL)).forEach(System.err::println);
  }

  @Override
  public void close() throws Exception {
    try (folder;
        Admin admin = Admin.create(Map.of("bootstrap.servers", job.stage().kafka().bootstrap()))) {
      new Backlog(job).delete();
      admin.deleteTopics(job.lines().stream().map(Line::name).toList()).all().get();
    }
  }
}

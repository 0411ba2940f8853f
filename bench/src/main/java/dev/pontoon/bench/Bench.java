package dev.pontoon.bench;

import dev.pontoon.bench.contestant.Contestant;
import dev.pontoon.bench.contestant.Contestants;
import dev.pontoon.bench.jmh.MappingBenchmark;
import dev.pontoon.bench.report.Findings;
import dev.pontoon.bench.report.Machine;
import dev.pontoon.bench.report.Markdown;
import dev.pontoon.bench.report.ReportFiles;
import dev.pontoon.bench.report.RunReport;
import dev.pontoon.bench.stage.Stage;
import dev.pontoon.bench.stage.Workload;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench/run}. */
@Command(
    name = "bench/run",
    header = "Measures Pontoon beside its neighbours, on private brokers, in alternating rounds.",
    mixinStandardHelpOptions = true,
    footer = {"", "What is measured and how: docs/performance.md"})
final class Bench implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--home", hidden = true, required = true)
  private Path home = Path.of("");

  @Option(
      names = "--quick",
      description = "The most important workloads, under five minutes. Default.")
  private boolean quick;

  @Option(
      names = "--standard",
      description = "Every size, source and shape, latency, memory: about half an hour.")
  private boolean standard;

  @Option(names = "--full", description = "All workloads with all contestants; takes hours.")
  private boolean full;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "CONTESTANT",
      description = "Only these contestants; --list tells their names.")
  private List<String> only = List.of();

  @Option(
      names = "--workload",
      split = ",",
      paramLabel = "WORKLOAD",
      description =
          "Only these backlogs, such as rabbit-quorum-10KiB-8q-12p or artemis-100B-1q-1p.")
  private List<String> workloads = List.of();

  @Option(
      names = "--steady",
      description = "With --workload: measures the latency at a steady rate as well.")
  private boolean steady;

  @Option(names = "--rounds", description = "How often each contestant has its turn.")
  private @Nullable Integer rounds;

  @Option(names = "--messages", description = "Messages in each backlog.")
  private @Nullable Integer messages;

  @Option(names = "--seed", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}")
  private long seed = 1;

  @Option(names = "--results", description = "Where reports go. Default: bench/results")
  private @Nullable Path results;

  @Option(
      names = "--plot",
      paramLabel = "JSON",
      description = "Draws the plots of an earlier run again, from its JSON file, and ends.")
  private @Nullable Path plot;

  @Option(names = "--list", description = "Lists the contestants and ends.")
  private boolean list;

  @Option(
      names = "--jmh",
      description = "Measures mapping and header encoding alone (JMH, a minute or two) and ends.")
  private boolean jmh;

  public static void main(String[] args) {
    System.exit(new CommandLine(new Bench()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    List<Contestant> all =
        Contestants.all(home).stream()
            .filter(c -> only.isEmpty() ? full || list || !c.variant() : only.contains(c.name()))
            .toList();
    if (list) {
      all.forEach(c -> out.println(c.name() + c.missing().map(why -> " (" + why + ")").orElse("")));
    } else if (jmh) {
      alone();
    } else if (plot != null) {
      Path folder = plot.resolveSibling("");
      out.println("written to " + ReportFiles.plot(ReportFiles.read(plot), folder));
    } else {
      race(all, out);
    }
    out.flush();
    return 0;
  }

  private static void alone() throws RunnerException {
    new Runner(
            new OptionsBuilder()
                .include(MappingBenchmark.class.getName())
                .addProfiler(GCProfiler.class)
                .build())
        .run();
  }

  private void race(List<Contestant> all, PrintWriter out) throws Exception {
    Path folder = results == null ? home.resolve("bench/results") : results;
    RunReport empty = empty(all);
    try (Stage stage = new Stage(home)) {
      List<Contestant> there = all.stream().filter(c -> c.missing().isEmpty()).toList();
      Findings found = Findings.none();
      new Suite(stage, plan(), there, seed, out, found, () -> save(empty.with(found), folder))
          .run();
      RunReport report = empty.with(found).finished();
      Path file = ReportFiles.write(report, folder);
      out.println(new Markdown(report, List.of()).text());
      out.println("written to " + file);
      out.flush();
      ReportFiles.plot(report, folder);
    }
  }

  private static void save(RunReport report, Path folder) {
    try {
      ReportFiles.write(report, folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the results to " + folder, e);
    }
  }

  private Plan plan() {
    Plan plan = full ? Plan.full() : standard ? Plan.standard() : Plan.quick();
    if (!workloads.isEmpty()) {
      List<Workload> named = workloads.stream().map(name -> Workload.named(name, 30_000)).toList();
      plan = plan.only(named, steady);
    }
    plan = messages == null ? plan : plan.messages(messages);
    return rounds == null ? plan : plan.rounds(rounds);
  }

  private RunReport empty(List<Contestant> all) {
    Map<String, String> settings = new LinkedHashMap<>();
    Map<String, String> missing = new LinkedHashMap<>();
    for (Contestant contestant : all) {
      contestant
          .missing()
          .ifPresentOrElse(
              why -> missing.put(contestant.name(), why),
              () -> settings.put(contestant.name(), contestant.settings()));
    }
    Map<String, String> limits = new LinkedHashMap<>();
    for (Heat heat : plan().heats()) {
      limits.put(heat.workload().name(), Contestants.limit(heat.workload().source()));
    }
    return new RunReport(
        Instant.now(),
        "bench/run " + String.join(" ", arguments()),
        true,
        seed,
        Machine.now(home),
        settings,
        missing,
        limits,
        Findings.none());
  }

  /** As they were given, without the one that the script adds. */
  private List<String> arguments() {
    List<String> given = spec.commandLine().getParseResult().originalArgs();
    int home = given.indexOf("--home");
    return home < 0 ? given : given.subList(home + 2, given.size());
  }
}

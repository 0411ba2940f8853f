package dev.pontoon.bench;

import dev.pontoon.bench.contestant.Contestant;
import dev.pontoon.bench.contestant.Contestants;
import dev.pontoon.bench.measure.Sample;
import dev.pontoon.bench.report.Table;
import dev.pontoon.bench.stage.Source;
import dev.pontoon.bench.stage.Stage;
import dev.pontoon.bench.stage.Workload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/run}. */
@Command(name = "bench/run", mixinStandardHelpOptions = true)
final class Bench implements Callable<Integer> {

  @Option(names = "--home", hidden = true, required = true)
  private Path home = Path.of("");

  @Option(names = "--quick", description = "The most important workload, in under five minutes.")
  private boolean quick;

  @Option(names = "--only", split = ",", description = "Only these contestants.")
  private List<String> only = List.of();

  @Option(names = "--rounds", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}")
  private int rounds = 3;

  @Option(names = "--messages", defaultValue = "40000", description = "Default: ${DEFAULT-VALUE}")
  private int messages = 40_000;

  public static void main(String[] args) {
    System.exit(new CommandLine(new Bench()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    Workload workload = new Workload(Source.RABBIT_CLASSIC, 1024, 1, 12, messages);
    List<Contestant> contestants =
        Contestants.all().stream()
            .filter(c -> only.isEmpty() || only.contains(c.name()))
            .filter(c -> c.reads(workload.source()))
            .toList();
    List<Sample> samples = new ArrayList<>();
    try (Stage stage = new Stage(home)) {
      Round round = new Round(stage, 1);
      for (int i = 1; i <= rounds; i++) {
        for (Contestant contestant : contestants) {
          Sample sample = round.run(workload, contestant, i);
          samples.add(sample);
          System.out.println(sample);
        }
      }
    }
    System.out.println(new Table(samples, Contestants.RABBIT_LIMIT).markdown());
    return 0;
  }
}

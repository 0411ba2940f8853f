package dev.pontoon.bench.report;

import dev.pontoon.bench.measure.IdleCost;
import dev.pontoon.bench.measure.Latency;
import dev.pontoon.bench.measure.Sample;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A run for people. */
public final class Markdown {

  private final RunReport run;

  public Markdown(RunReport run) {
    this.run = run;
  }

  /** The whole page. */
  public String text() {
    StringBuilder out = new StringBuilder();
    head(out);
    run.drains().stream().map(Sample::workload).distinct().forEach(w -> drains(out, w));
    run.latencies().stream().map(Latency::workload).distinct().forEach(w -> latencies(out, w));
    million(out);
    starts(out);
    idle(out);
    contestants(out);
    return out.toString();
  }

  private void head(StringBuilder out) {
    Machine m = run.machine();
    out.append("# Benchmark of ").append(run.at()).append("\n\n");
    Rows facts = new Rows(out, "", "");
    facts.row("command", "`" + run.command() + "`");
    facts.row("commit", m.commit());
    facts.row("machine", m.cpu() + ", " + m.cores() + " cores, " + m.memoryMib() + " MiB");
    facts.row("system", m.system() + "; " + m.java());
    facts.row("load before the run", m.load());
    facts.row("seed", "" + run.seed());
    m.versions().forEach(facts::row);
  }

  private void drains(StringBuilder out, String workload) {
    List<Sample> samples =
        run.drains().stream().filter(s -> s.workload().equals(workload)).toList();
    out.append("\n## Backlog: ").append(workload).append("\n\n");
    out.append(
        "Medians of the rounds; × is the median of the ratios to "
            + limit(workload)
            + " within each round.\n\n");
    out.append(new Table(samples, limit(workload)).markdown());
  }

  private void latencies(StringBuilder out, String workload) {
    List<Latency> all =
        run.latencies().stream().filter(l -> l.workload().equals(workload)).toList();
    out.append("\n## Steady rate: ").append(workload).append("\n\n");
    out.append("Added latency in milliseconds, medians of the rounds.\n\n");
    Rows rows =
        new Rows(out, "contestant", "messages/s", "p50", "p99", "× limit", "p99.9", "max", "books");
    for (String name : all.stream().map(Latency::contestant).distinct().toList()) {
      rows.row(
          name,
          Rows.number(median(all, name, Latency::rate), 0),
          Rows.number(median(all, name, Latency::p50), 1),
          Rows.number(median(all, name, Latency::p99), 1),
          Rows.number(
              Stats.ratios(of(all, name, Latency::p99), of(all, limit(workload), Latency::p99))
                  .median(),
              2),
          Rows.number(median(all, name, Latency::p999), 1),
          Rows.number(median(all, name, Latency::max), 1),
          Rows.books(
              all.stream()
                  .filter(l -> l.contestant().equals(name))
                  .flatMap(l -> l.books().flags().stream())
                  .toList()));
    }
  }

  private void million(StringBuilder out) {
    if (!run.million().isEmpty()) {
      out.append("\n## A backlog of a million\n\n").append(new Table(run.million(), "").markdown());
    }
  }

  private void starts(StringBuilder out) {
    if (run.starts().isEmpty()) {
      return;
    }
    out.append("\n## Start to first message\n\n");
    out.append("Seconds from the start of the command to Kafka's time of the first record.\n\n");
    Rows rows = new Rows(out, "contestant", "starts", "min", "median", "max");
    for (String name : run.starts().stream().map(Sample::contestant).distinct().toList()) {
      List<Double> seconds =
          run.starts().stream()
              .filter(s -> s.contestant().equals(name))
              .map(Sample::firstSeconds)
              .toList();
      Stats stats = Stats.of(seconds);
      rows.row(
          name,
          "" + seconds.size(),
          Rows.number(stats.min(), 2),
          Rows.number(stats.median(), 2),
          Rows.number(stats.max(), 2));
    }
  }

  private void idle(StringBuilder out) {
    if (run.idle().isEmpty()) {
      return;
    }
    out.append("\n## Idle routes\n\n");
    Rows rows = new Rows(out, "contestant", "routes", "RSS MiB", "threads");
    for (IdleCost cost : run.idle()) {
      rows.row(
          cost.contestant(), "" + cost.routes(), Rows.number(cost.rss(), 1), "" + cost.threads());
    }
  }

  private void contestants(StringBuilder out) {
    out.append("\n## Contestants\n\n");
    Rows rows = new Rows(out, "contestant", "settings");
    run.contestants().forEach(rows::row);
    run.missing().forEach((name, why) -> rows.row(name, "not available: " + why));
  }

  private String limit(String workload) {
    return run.limits().getOrDefault(workload, "");
  }

  private static double median(List<Latency> all, String name, ToDoubleFunction<Latency> figure) {
    return Stats.of(of(all, name, figure)).median();
  }

  private static List<Double> of(List<Latency> all, String name, ToDoubleFunction<Latency> figure) {
    return all.stream()
        .filter(l -> l.contestant().equals(name))
        .map(l -> figure.applyAsDouble(l))
        .toList();
  }
}

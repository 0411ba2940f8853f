package dev.pontoon.bench.report;

import dev.pontoon.bench.measure.IdleCost;
import dev.pontoon.bench.measure.Latency;
import dev.pontoon.bench.measure.Sample;
import dev.pontoon.bench.measure.TopRate;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A run for people. */
public final class Markdown {

  private final RunReport run;
  private final Findings found;
  private final List<String> plots;

  /**
   * @param plots names of picture files beside the page
   */
  public Markdown(RunReport run, List<String> plots) {
    this.run = run;
    this.found = run.found();
    this.plots = plots;
  }

  /** The whole page. */
  public String text() {
    StringBuilder out = new StringBuilder();
    head(out);
    plots.forEach(plot -> out.append("\n![").append(plot).append("](").append(plot).append(")\n"));
    found.drains().stream().map(Sample::workload).distinct().forEach(w -> drains(out, w));
    found.latencies().stream().map(Latency::workload).distinct().forEach(w -> latencies(out, w));
    million(out);
    starts(out);
    idle(out);
    failures(out);
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
    if (run.unfinished()) {
      out.append("\n**This run was not finished: what is missing was not measured.**\n");
    }
  }

  private void failures(StringBuilder out) {
    if (!found.failures().isEmpty()) {
      out.append("\n## Not measured\n\n");
      found.failures().forEach(f -> out.append("- ").append(f.replace('\n', ' ')).append('\n'));
    }
  }

  private void drains(StringBuilder out, String workload) {
    List<Sample> samples =
        found.drains().stream().filter(s -> s.workload().equals(workload)).toList();
    out.append("\n## Backlog: ").append(workload).append("\n\n");
    out.append(
        "Medians of the rounds; × is the median of the ratios to "
            + limit(workload)
            + " within each round.\n\n");
    out.append(new Table(samples, limit(workload)).markdown());
  }

  private void latencies(StringBuilder out, String workload) {
    List<Latency> all =
        found.latencies().stream().filter(l -> l.workload().equals(workload)).toList();
    out.append("\n## Steady rate: ").append(workload).append("\n\n");
    tops(out, workload);
    out.append(
        "Added latency in milliseconds, medians of the rounds; × is the median of the ratios to "
            + limit(workload)
            + " within each round.\n\n");
    Rows rows =
        new Rows(
            out,
            "contestant",
            "messages/s",
            "p50",
            "×",
            "p99 (min–max)",
            "×",
            "p99.9",
            "×",
            "max",
            "books",
            "order of keys");
    for (String name : all.stream().map(Latency::contestant).distinct().toList()) {
      latency(rows, all, name);
    }
  }

  private void latency(Rows rows, List<Latency> all, String name) {
    Stats p99 = Rounds.of(all, name, Latency::p99).stats();
    rows.row(
        name,
        median(all, name, Latency::rate, 0),
        median(all, name, Latency::p50, 1),
        ratio(all, name, Latency::p50),
        Rows.number(p99.median(), 1)
            + (" (" + Rows.number(p99.min(), 1))
            + ("–" + Rows.number(p99.max(), 1) + ")"),
        ratio(all, name, Latency::p99),
        median(all, name, Latency::p999, 1),
        ratio(all, name, Latency::p999),
        median(all, name, Latency::max, 1),
        Rows.books(all, name),
        Rows.order(all, name));
  }

  private void tops(StringBuilder out, String workload) {
    List<TopRate> all = found.tops().stream().filter(t -> t.workload().equals(workload)).toList();
    for (String name : all.stream().map(TopRate::contestant).distinct().toList()) {
      Stats rates = Rounds.of(all, name, TopRate::rate).stats();
      out.append(
          "With publisher and reader beside it, %s holds %s messages/s (%s–%s; books %s). "
              .formatted(
                  name,
                  Rows.number(rates.median(), 0),
                  Rows.number(rates.min(), 0),
                  Rows.number(rates.max(), 0),
                  Rows.books(all, name)));
      out.append("Half of it is the rate here.\n\n");
    }
  }

  private void million(StringBuilder out) {
    if (!found.million().isEmpty()) {
      out.append("\n## A backlog of a million\n\n")
          .append(new Table(found.million(), "").markdown());
    }
  }

  private void starts(StringBuilder out) {
    if (found.starts().isEmpty()) {
      return;
    }
    out.append("\n## Start to first message\n\n");
    out.append("Seconds from the start of the command to Kafka's time of the first record.\n\n");
    Rows rows = new Rows(out, "contestant", "starts", "min", "median", "max");
    for (String name : found.starts().stream().map(Sample::contestant).distinct().toList()) {
      List<Double> seconds =
          found.starts().stream()
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
    if (found.idle().isEmpty()) {
      return;
    }
    out.append("\n## Idle routes\n\n");
    Rows rows = new Rows(out, "source", "contestant", "routes", "RSS MiB", "threads");
    for (IdleCost cost : found.idle()) {
      rows.row(
          cost.source(),
          cost.contestant(),
          "" + cost.routes(),
          Rows.number(cost.rss(), 1),
          "" + cost.threads());
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

  private String ratio(List<Latency> all, String name, ToDoubleFunction<Latency> figure) {
    Rounds limit = Rounds.of(all, limit(all.get(0).workload()), figure);
    return Rows.number(Rounds.of(all, name, figure).over(limit).stats().median(), 2);
  }

  private static String median(
      List<Latency> all, String name, ToDoubleFunction<Latency> figure, int digits) {
    return Rows.number(Rounds.of(all, name, figure).stats().median(), digits);
  }
}

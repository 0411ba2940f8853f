package dev.pontoon.bench.report;

import dev.pontoon.bench.measure.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The samples of one workload, one line per contestant. */
public final class Table {

  private final List<Sample> samples;
  private final String limit;

  /**
   * @param samples of one workload, all rounds
   * @param limit the contestant that the ratios are measured against
   */
  public Table(List<Sample> samples, String limit) {
    this.samples = samples;
    this.limit = limit;
  }

  /** As a Markdown table. */
  public String markdown() {
    StringBuilder out = new StringBuilder();
    out.append(
        "| contestant | messages/s (min–max) | × limit | CPU µs/message | × limit |"
            + " allocated B/message | heap peak MiB | RSS peak MiB | first record s | books |\n");
    out.append("|---|---|---|---|---|---|---|---|---|---|\n");
    samples.stream().map(Sample::contestant).distinct().forEach(name -> row(out, name));
    return out.toString();
  }

  private void row(StringBuilder out, String name) {
    List<String> cells = new ArrayList<>();
    cells.add(name);
    Stats rate = Stats.of(figures(name, Sample::rate));
    cells.add(
        number(rate.median(), 0)
            + " ("
            + number(rate.min(), 0)
            + "–"
            + number(rate.max(), 0)
            + ")");
    cells.add(number(ratio(name, Sample::rate), 2));
    cells.add(number(Stats.of(figures(name, Sample::cpuMicros)).median(), 1));
    cells.add(number(ratio(name, Sample::cpuMicros), 2));
    cells.add(number(Stats.of(figures(name, Sample::allocated)).median(), 0));
    cells.add(number(Stats.of(figures(name, Sample::heapPeak)).median(), 0));
    cells.add(number(Stats.of(figures(name, Sample::rssPeak)).median(), 0));
    cells.add(number(Stats.of(figures(name, Sample::firstSeconds)).median(), 2));
    cells.add(books(name));
    out.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private double ratio(String name, ToDoubleFunction<Sample> figure) {
    return Stats.ratios(figures(name, figure), figures(limit, figure)).median();
  }

  private List<Double> figures(String name, ToDoubleFunction<Sample> figure) {
    return samples.stream()
        .filter(s -> s.contestant().equals(name))
        .map(s -> figure.applyAsDouble(s))
        .toList();
  }

  private String books(String name) {
    List<String> flags =
        samples.stream()
            .filter(s -> s.contestant().equals(name))
            .flatMap(s -> s.books().flags().stream().map(f -> "round " + s.round() + ": " + f))
            .toList();
    return flags.isEmpty() ? "closed" : String.join("; ", flags);
  }

  private static String number(double figure, int digits) {
    return Double.isNaN(figure) ? "–" : String.format(Locale.ROOT, "%,." + digits + "f", figure);
  }
}

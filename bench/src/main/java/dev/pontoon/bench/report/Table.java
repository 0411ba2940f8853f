package dev.pontoon.bench.report;

import dev.pontoon.bench.measure.Sample;
import java.util.List;
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
    Rows rows =
        new Rows(
            out,
            "contestant",
            "messages/s (min–max)",
            "×",
            "CPU µs/message",
            "×",
            "allocated B/message",
            "heap peak MiB",
            "heap drift MiB",
            "RSS peak MiB",
            "first record s",
            "books");
    samples.stream().map(Sample::contestant).distinct().forEach(name -> row(rows, name));
    return out.toString();
  }

  private void row(Rows rows, String name) {
    Stats rate = Stats.of(figures(name, Sample::rate));
    rows.row(
        name,
        Rows.number(rate.median(), 0)
            + (" (" + Rows.number(rate.min(), 0))
            + ("–" + Rows.number(rate.max(), 0) + ")"),
        ratio(name, Sample::rate),
        median(name, Sample::cpuMicros, 1),
        ratio(name, Sample::cpuMicros),
        median(name, Sample::allocated, 0),
        median(name, Sample::heapPeak, 0),
        median(name, Sample::heapDrift, 0),
        median(name, Sample::rssPeak, 0),
        median(name, Sample::firstSeconds, 2),
        books(name));
  }

  private String median(String name, ToDoubleFunction<Sample> figure, int digits) {
    return Rows.number(Stats.of(figures(name, figure)).median(), digits);
  }

  private String ratio(String name, ToDoubleFunction<Sample> figure) {
    return Rows.number(Stats.ratios(figures(name, figure), figures(limit, figure)).median(), 2);
  }

  private List<Double> figures(String name, ToDoubleFunction<Sample> figure) {
    return samples.stream()
        .filter(s -> s.contestant().equals(name))
        .map(s -> figure.applyAsDouble(s))
        .toList();
  }

  private String books(String name) {
    return Rows.books(
        samples.stream()
            .filter(s -> s.contestant().equals(name))
            .flatMap(s -> s.books().flags().stream().map(f -> "round " + s.round() + ": " + f))
            .toList());
  }
}

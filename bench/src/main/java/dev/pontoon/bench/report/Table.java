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
            "books",
            "order of keys");
    samples.stream().map(Sample::contestant).distinct().forEach(name -> row(rows, name));
    return out.toString();
  }

  private void row(Rows rows, String name) {
    Stats rate = figure(name, Sample::rate).stats();
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
        Rows.books(samples, name),
        Rows.order(samples, name));
  }

  private String median(String name, ToDoubleFunction<Sample> figure, int digits) {
    return Rows.number(figure(name, figure).stats().median(), digits);
  }

  private String ratio(String name, ToDoubleFunction<Sample> figure) {
    return Rows.number(figure(name, figure).over(figure(limit, figure)).stats().median(), 2);
  }

  private Rounds figure(String name, ToDoubleFunction<Sample> figure) {
    return Rounds.of(samples, name, figure);
  }
}

package dev.pontoon.bench.report;

import dev.pontoon.bench.measure.Turn;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** A Markdown table. */
final class Rows {

  private final StringBuilder out;

  Rows(StringBuilder out, String... titles) {
    this.out = out;
    row(titles);
    row(Collections.nCopies(titles.length, "---").toArray(new String[0]));
  }

  void row(String... cells) {
    out.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  /** A dash where nothing was measured. */
  static String number(double figure, int digits) {
    return Double.isNaN(figure) ? "–" : String.format(Locale.ROOT, "%,." + digits + "f", figure);
  }

  /** What the books of all rounds say. */
  static String books(List<? extends Turn> turns, String contestant) {
    List<String> flags =
        turns.stream()
            .filter(t -> t.contestant().equals(contestant))
            .flatMap(t -> t.books().flags().stream().map(f -> "round " + t.round() + ": " + f))
            .toList();
    return flags.isEmpty() ? "closed" : String.join("; ", flags);
  }

  /** Whether messages of one key came in the order in which they were sent, in all rounds. */
  static String order(List<? extends Turn> turns, String contestant) {
    long breaks =
        turns.stream()
            .filter(t -> t.contestant().equals(contestant))
            .mapToLong(t -> t.books().orderBreaks())
            .max()
            .orElse(0);
    return breaks == 0 ? "kept" : String.format(Locale.ROOT, "up to %,d late", breaks);
  }
}

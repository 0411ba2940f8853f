package dev.pontoon.bench.report;

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

  static String books(List<String> flags) {
    return flags.isEmpty() ? "closed" : String.join("; ", flags);
  }
}

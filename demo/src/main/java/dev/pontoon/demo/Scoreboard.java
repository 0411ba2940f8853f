package dev.pontoon.demo;

import dev.pontoon.demo.scenario.Comparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The tables of the demo, at most 100 columns wide. */
final class Scoreboard {
  private static final String ROW = "  %-8s %-15s %-11s %9s %11s %8s %12s";
  private static final String COMPARISON = "  %-53s %-21s %s";

  private Scoreboard() {}

  /** The table while it runs. */
  static List<String> live(List<Row> rows, String time) {
    List<String> lines = new ArrayList<>();
    lines.add(head(" %9s %5s", "in flight", "lag"));
    for (Row row : rows) {
      lines.add(
          line(row) + String.format(Locale.ROOT, " %9s %5s", n(row.inFlight()), n(row.lag())));
    }
    lines.add("");
    lines.add("  " + time);
    return lines;
  }

  /** The table at the end. */
  static List<String> result(List<Row> rows) {
    List<String> lines = new ArrayList<>();
    lines.add(head(" %9s", "lost"));
    for (Row row : rows) {
      lines.add(line(row) + String.format(Locale.ROOT, " %9s", n(row.count().lost())));
    }
    return lines;
  }

  /** One line per route, for logs. */
  static List<String> plain(List<Row> rows, long second) {
    return rows.stream()
        .map(
            row ->
                String.format(
                    Locale.ROOT,
                    "%4d s  %-9s published %d, mirrored %d, dead letters %d, in flight %d, lag %d",
                    second,
                    row.route(),
                    row.count().published(),
                    row.count().mirrored(),
                    row.count().deadLettered(),
                    row.inFlight(),
                    row.lag()))
        .toList();
  }

  /** What each scenario has shown. */
  static List<String> comparisons(List<Comparison> all) {
    List<String> lines = new ArrayList<>();
    lines.add(String.format(Locale.ROOT, COMPARISON, "what happens", "legacy (AMQP)", "Kafka"));
    for (Comparison one : all) {
      lines.add(
          String.format(Locale.ROOT, COMPARISON, one.sentence(), one.legacy(), one.kafka())
              + (one.wrong().isEmpty() ? "" : "  NOT AS EXPECTED"));
    }
    return lines;
  }

  private static String head(String rest, Object... names) {
    return String.format(
            Locale.ROOT,
            ROW,
            "route",
            "from",
            "to",
            "published",
            "legacy read",
            "mirrored",
            "dead letters")
        + String.format(Locale.ROOT, rest, names);
  }

  private static String line(Row row) {
    Ledger.Count count = row.count();
    return String.format(
        Locale.ROOT,
        ROW,
        row.route(),
        row.from(),
        row.topic(),
        n(count.published()),
        row.legacyReader() < 0 ? "-" : n(row.legacyReader()),
        n(count.mirrored()),
        n(count.deadLettered()));
  }

  private static String n(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}

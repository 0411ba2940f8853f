package dev.pontoon.demo;

import dev.pontoon.demo.scenario.Comparison;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the demo has kept its promise.
 *
 * @param problems one clear line each; empty when nothing is lost and nothing is unexpected
 * @param lastLine the last line of the demo's output
 */
record Verdict(List<String> problems, String lastLine) {

  /**
   * @param failures what else went wrong, one clear line each
   */
  static Verdict of(List<Row> rows, List<Comparison> comparisons, List<String> failures) {
    List<String> problems = new ArrayList<>(failures);
    rows.forEach(row -> judge(row, problems));
    for (Comparison comparison : comparisons) {
      comparison.wrong().forEach(wrong -> problems.add(comparison.sentence() + ": " + wrong));
    }
    int published = rows.stream().mapToInt(row -> row.count().published()).sum();
    int mirrored = rows.stream().mapToInt(row -> row.count().mirrored()).sum();
    int dead = rows.stream().mapToInt(row -> row.count().deadLettered()).sum();
    int lost = rows.stream().mapToInt(row -> row.count().lost()).sum();
    String line =
        "demo: published %d, mirrored %d, dead letters %d, lost %d"
            .formatted(published, mirrored, dead, lost);
    return new Verdict(List.copyOf(problems), line);
  }

  private static void judge(Row row, List<String> problems) {
    Ledger.Count count = row.count();
    String route = "route " + row.route() + ": ";
    if (count.published() == 0) {
      problems.add(route + "nothing was published");
    }
    add(problems, count.lost(), route, "published and neither on the topic nor a dead letter");
    add(problems, count.misplaced(), route, "on the wrong one of topic and dead-letter topic");
    add(problems, count.repeated(), route, "written more than once");
    add(problems, count.invented(), route, "in Kafka that nobody had published");
    if (row.legacyReader() >= 0) {
      int missed = count.published() - row.legacyReader();
      add(problems, missed, route, "missing at the legacy reader");
      add(problems, -missed, route, "too many at the legacy reader");
    }
  }

  private static void add(List<String> problems, int number, String route, String what) {
    if (number > 0) {
      problems.add(route + number + (number == 1 ? " message " : " messages ") + what);
    }
  }

  /** 0 when there is no problem, else 1. */
  int exitCode() {
    return problems.isEmpty() ? 0 : 1;
  }
}

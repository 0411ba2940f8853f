package dev.pontoon.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects every problem of one load. For one thread. */
final class Report {
  private final List<Problem> problems = new ArrayList<>();

  void add(
      String file,
      Position at,
      String key,
      String wrong,
      String allowed,
      @Nullable String suggestion) {
    problems.add(new Problem(file, at.line(), at.column(), key, wrong, allowed, suggestion));
  }

  boolean isEmpty() {
    return problems.isEmpty();
  }

  boolean isEmptyFor(String file) {
    return problems.stream().noneMatch(problem -> problem.file().equals(file));
  }

  /** Files in the order in which they were read; within a file from top to bottom. */
  List<Problem> problems() {
    List<String> files = problems.stream().map(Problem::file).distinct().toList();
    return problems.stream()
        .sorted(
            Comparator.<Problem>comparingInt(p -> files.indexOf(p.file()))
                .thenComparing(p -> new Position(p.line(), p.column())))
        .toList();
  }
}

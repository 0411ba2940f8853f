package dev.pontoon.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Collects every problem of one load. For one thread. */
final class Report {
  /** Shorter values are hidden only where they stand in quotes: they are in every second word. */
  private static final int SHORTEST = 4;

  private final List<Problem> problems = new ArrayList<>();

  /** In the forms in which a problem may hold them, the longest first. */
  private final NavigableSet<String> outside =
      new TreeSet<>(
          Comparator.comparingInt(String::length).reversed().thenComparing(String::toString));

  /** A value that came from a variable or a file: no problem may say it, whoever finds it wrong. */
  void fromOutside(String value) {
    for (String form : List.of(value, TopicNames.part(value))) {
      String printable = Place.printable(form);
      outside.add(form);
      outside.add(printable);
      outside.add(printable.replaceFirst("…$", ""));
    }
    outside.remove("");
  }

  private String hidden(String text) {
    String hidden = text;
    for (String value : outside) {
      hidden =
          value.length() < SHORTEST
              ? hidden.replace("'" + value + "'", "'…'")
              : hidden.replace(value, "…");
    }
    return hidden;
  }

  void add(
      String file,
      Position at,
      String key,
      String wrong,
      String allowed,
      @Nullable String suggestion) {
    String told = hidden(wrong);
    String hint = suggestion == null || !told.equals(wrong) ? null : suggestion;
    problems.add(new Problem(file, at.line(), at.column(), key, told, hidden(allowed), hint));
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

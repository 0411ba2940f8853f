package dev.pontoon.bench.report;

import dev.pontoon.bench.measure.Turn;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * One figure of one contestant, by round.
 *
 * @param figures NaN where nothing was measured; a round that failed is missing
 */
record Rounds(SortedMap<Integer, Double> figures) {

  static <T extends Turn> Rounds of(List<T> all, String contestant, ToDoubleFunction<T> figure) {
    SortedMap<Integer, Double> figures = new TreeMap<>();
    all.stream()
        .filter(t -> t.contestant().equals(contestant))
        .forEach(t -> figures.put(t.round(), figure.applyAsDouble(t)));
    return new Rounds(figures);
  }

  Stats stats() {
    return Stats.of(List.copyOf(figures.values()));
  }

  /** Ratios within each round: what slows a whole round down does not count. */
  Rounds over(Rounds base) {
    SortedMap<Integer, Double> ratios = new TreeMap<>();
    figures.forEach(
        (round, figure) -> {
          double limit = base.figures.getOrDefault(round, Double.NaN);
          ratios.put(round, limit == 0 ? Double.NaN : figure / limit);
        });
    return new Rounds(ratios);
  }

  /** Whether nothing was measured in any round. */
  boolean isEmpty() {
    return figures.values().stream().allMatch(f -> f.isNaN());
  }

  /** The last round; 0 without any. */
  int last() {
    return figures.isEmpty() ? 0 : figures.lastKey();
  }
}

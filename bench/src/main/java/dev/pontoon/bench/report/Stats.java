package dev.pontoon.bench.report;

import java.util.Arrays;
import java.util.List;

/**
 * The middle and the ends of some figures; NaN where there is none.
 *
 * @param median of an even number of figures: the mean of the two in the middle
 */
public record Stats(double min, double median, double max) {

  /** Figures that are NaN were not measured and do not count. */
  public static Stats of(List<Double> figures) {
    double[] sorted =
        figures.stream().mapToDouble(Double::doubleValue).filter(f -> !Double.isNaN(f)).toArray();
    Arrays.sort(sorted);
    if (sorted.length == 0) {
      return new Stats(Double.NaN, Double.NaN, Double.NaN);
    }
    int half = sorted.length / 2;
    double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    return new Stats(sorted[0], median, sorted[sorted.length - 1]);
  }
}

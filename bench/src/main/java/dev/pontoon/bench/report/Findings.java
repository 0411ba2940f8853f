package dev.pontoon.bench.report;

import dev.pontoon.bench.measure.IdleCost;
import dev.pontoon.bench.measure.Latency;
import dev.pontoon.bench.measure.Sample;
import dev.pontoon.bench.measure.TopRate;
import java.util.ArrayList;
import java.util.List;

/**
 * What was measured.
 *
 * @param drains backlogs
 * @param million a backlog of a million messages
 * @param starts one waiting message each
 * @param tops highest steady rates
 * @param latencies at half of them
 * @param idle routes without messages
 * @param failures what could not be measured, and why
 */
public record Findings(
    List<Sample> drains,
    List<Sample> million,
    List<Sample> starts,
    List<TopRate> tops,
    List<Latency> latencies,
    List<IdleCost> idle,
    List<String> failures) {

  /** Nothing yet: lists that grow. */
  public static Findings none() {
    return new Findings(
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>());
  }
}

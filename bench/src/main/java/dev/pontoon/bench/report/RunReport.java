package dev.pontoon.bench.report;

import java.time.Instant;
import java.util.Map;

/**
 * Everything that one run found.
 *
 * @param at when it began
 * @param command as it was given
 * @param unfinished whether it was still running when this was written
 * @param contestants that took part: name to settings
 * @param missing contestants that could not: name to reason
 * @param limits workload to the contestant that its ratios are measured against
 */
public record RunReport(
    Instant at,
    String command,
    boolean unfinished,
    long seed,
    Machine machine,
    Map<String, String> contestants,
    Map<String, String> missing,
    Map<String, String> limits,
    Findings found) {

  /** The same run with what was found. */
  public RunReport with(Findings more) {
    return new RunReport(
        at, command, unfinished, seed, machine, contestants, missing, limits, more);
  }

  /** The same at its end. */
  public RunReport finished() {
    return new RunReport(at, command, false, seed, machine, contestants, missing, limits, found);
  }
}

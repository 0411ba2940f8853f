package dev.pontoon.bench.report;

import dev.pontoon.bench.measure.IdleCost;
import dev.pontoon.bench.measure.Latency;
import dev.pontoon.bench.measure.Sample;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Everything that one run found.
 *
 * @param at when it began
 * @param command as it was given
 * @param contestants that took part: name to settings
 * @param missing contestants that could not: name to reason
 * @param limits workload to the contestant that its ratios are measured against
 * @param drains backlogs
 * @param million a backlog of a million messages
 * @param starts one waiting message each
 * @param latencies steady rates
 * @param idle routes without messages
 */
public record RunReport(
    Instant at,
    String command,
    long seed,
    Machine machine,
    Map<String, String> contestants,
    Map<String, String> missing,
    Map<String, String> limits,
    List<Sample> drains,
    List<Sample> million,
    List<Sample> starts,
    List<Latency> latencies,
    List<IdleCost> idle) {}

package dev.pontoon.bench;

import dev.pontoon.bench.stage.Workload;

/**
 * One workload of a plan.
 *
 * @param rounds how often each contestant drains it
 * @param steadyRounds how often the latency is measured at a steady rate
 * @param neighbours whether others than Pontoon and the hand-written loops take part
 */
record Heat(Workload workload, int rounds, int steadyRounds, boolean neighbours) {

  Heat rounds(int count) {
    return new Heat(workload, count, steadyRounds == 0 ? 0 : count, neighbours);
  }

  Heat messages(int count) {
    return new Heat(workload.messages(count), rounds, steadyRounds, neighbours);
  }
}

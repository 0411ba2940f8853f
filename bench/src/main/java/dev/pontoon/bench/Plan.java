package dev.pontoon.bench;

import dev.pontoon.bench.stage.Source;
import dev.pontoon.bench.stage.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run measures.
 *
 * @param drains backlogs
 * @param rounds of each
 * @param steady workloads at half of the rate at which the hand-written loop drained them
 * @param steadyRounds of each
 * @param warmUp before a steady rate is measured
 * @param time for which it is measured
 * @param starts of the bridge with one message waiting
 * @param idle numbers of routes without messages
 * @param million whether a backlog of a million messages is drained by Pontoon
 */
record Plan(
    List<Workload> drains,
    int rounds,
    List<Workload> steady,
    int steadyRounds,
    Duration warmUp,
    Duration time,
    int starts,
    List<Integer> idle,
    boolean million) {

  private static final int KIB = 1024;

  /** RabbitMQ and Artemis, 1 KiB: under five minutes. */
  static Plan quick() {
    Workload rabbit = workload(Source.RABBIT_CLASSIC, KIB, 1, 12, 20_000);
    return new Plan(
        List.of(rabbit, workload(Source.ARTEMIS, KIB, 1, 12, 20_000)),
        3,
        List.of(rabbit),
        1,
        Duration.ofSeconds(3),
        Duration.ofSeconds(5),
        5,
        List.of(),
        false);
  }

  /** Everything; an hour or two. */
  static Plan full() {
    List<Workload> base = new ArrayList<>();
    for (Source source : Source.values()) {
      base.add(workload(source, KIB, 1, 12, 100_000));
    }
    List<Workload> all = new ArrayList<>(base);
    for (Source source : List.of(Source.RABBIT_CLASSIC, Source.ARTEMIS)) {
      all.add(workload(source, 100, 1, 12, 150_000));
      all.add(workload(source, 10 * KIB, 1, 12, 30_000));
      all.add(workload(source, 100 * KIB, 1, 12, 4_000));
      all.add(workload(source, KIB, 8, 12, 100_000));
      all.add(workload(source, KIB, 1, 1, 100_000));
    }
    return new Plan(
        all,
        5,
        base,
        3,
        Duration.ofSeconds(5),
        Duration.ofSeconds(20),
        9,
        List.of(1, 10, 100),
        true);
  }

  /** Only these backlogs, and nothing else. */
  Plan only(List<Workload> workloads) {
    return new Plan(workloads, rounds, List.of(), 0, warmUp, time, 0, List.of(), false);
  }

  Plan rounds(int count) {
    return new Plan(drains, count, steady, steadyRounds, warmUp, time, starts, idle, million);
  }

  Plan messages(int count) {
    return new Plan(
        drains.stream().map(w -> w.messages(count)).toList(),
        rounds,
        steady,
        steadyRounds,
        warmUp,
        time,
        starts,
        idle,
        million);
  }

  private static Workload workload(
      Source source, int bytes, int queues, int partitions, int messages) {
    return new Workload(source, bytes, queues, partitions, messages);
  }
}

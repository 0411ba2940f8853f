package dev.pontoon.bench;

import dev.pontoon.bench.stage.Source;
import dev.pontoon.bench.stage.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run measures, the most important first.
 *
 * @param warmUp before a steady rate is measured: the JVM's second compiler works in the first
 *     seconds, and takes the CPU from all others
 * @param time for which it is measured
 * @param starts of the bridge with one message waiting
 * @param idle numbers of routes without messages
 * @param million whether a backlog of a million messages is drained by Pontoon
 */
record Plan(
    List<Heat> heats,
    Duration warmUp,
    Duration time,
    int starts,
    List<Integer> idle,
    boolean million) {

  private static final int KIB = 1024;
  private static final List<Integer> ROUTES = List.of(1, 10, 100);

  /** RabbitMQ and Artemis, 1 KiB: under five minutes. */
  static Plan quick() {
    return new Plan(
        List.of(
            new Heat(workload(Source.RABBIT_CLASSIC, KIB, 1, 12, 20_000), 3, 1, true),
            new Heat(workload(Source.ARTEMIS, KIB, 1, 12, 20_000), 3, 0, true)),
        Duration.ofSeconds(5),
        Duration.ofSeconds(5),
        5,
        List.of(),
        false);
  }

  /**
   * Every size, source and shape once, neighbours where most people are: half an hour. Messages are
   * so many that the steady part of a turn takes a few seconds.
   */
  static Plan standard() {
    return new Plan(
        List.of(
            new Heat(workload(Source.RABBIT_CLASSIC, KIB, 1, 12, 200_000), 3, 3, true),
            new Heat(workload(Source.ARTEMIS, KIB, 1, 12, 120_000), 3, 3, true),
            alone(workload(Source.RABBIT_CLASSIC, 100, 1, 12, 100_000)),
            alone(workload(Source.RABBIT_CLASSIC, 10 * KIB, 1, 12, 25_000)),
            alone(workload(Source.RABBIT_CLASSIC, 100 * KIB, 1, 12, 4_000)),
            alone(workload(Source.RABBIT_CLASSIC, KIB, 8, 12, 60_000)),
            alone(workload(Source.RABBIT_CLASSIC, KIB, 1, 1, 60_000)),
            alone(workload(Source.RABBIT_QUORUM, KIB, 1, 12, 50_000)),
            alone(workload(Source.ACTIVEMQ, KIB, 1, 12, 30_000))),
        Duration.ofSeconds(8),
        Duration.ofSeconds(6),
        7,
        ROUTES,
        true);
  }

  /** Everything with everybody; hours. */
  static Plan full() {
    List<Heat> all = new ArrayList<>();
    for (Source source : Source.values()) {
      all.add(new Heat(workload(source, KIB, 1, 12, 100_000), 5, 3, true));
    }
    for (Source source : List.of(Source.RABBIT_CLASSIC, Source.ARTEMIS)) {
      all.add(new Heat(workload(source, 100, 1, 12, 150_000), 5, 0, true));
      all.add(new Heat(workload(source, 10 * KIB, 1, 12, 30_000), 5, 0, true));
      all.add(new Heat(workload(source, 100 * KIB, 1, 12, 4_000), 5, 0, true));
      all.add(new Heat(workload(source, KIB, 8, 12, 100_000), 5, 0, true));
      all.add(new Heat(workload(source, KIB, 1, 1, 100_000), 5, 0, true));
    }
    return new Plan(all, Duration.ofSeconds(10), Duration.ofSeconds(20), 9, ROUTES, true);
  }

  /**
   * Only these workloads, and nothing else.
   *
   * @param steady whether the latency at a steady rate is measured too
   */
  Plan only(List<Workload> workloads, boolean steady) {
    List<Heat> heats = workloads.stream().map(w -> new Heat(w, 3, steady ? 3 : 0, true)).toList();
    return new Plan(heats, warmUp, time, 0, List.of(), false);
  }

  Plan rounds(int count) {
    return heats(heats.stream().map(h -> h.rounds(count)).toList());
  }

  Plan messages(int count) {
    return heats(heats.stream().map(h -> h.messages(count)).toList());
  }

  private Plan heats(List<Heat> others) {
    return new Plan(others, warmUp, time, starts, idle, million);
  }

  private static Heat alone(Workload workload) {
    return new Heat(workload, 2, 0, false);
  }

  private static Workload workload(
      Source source, int bytes, int queues, int partitions, int messages) {
    return new Workload(source, bytes, queues, partitions, messages);
  }
}

package dev.pontoon.bench;

import dev.pontoon.bench.contestant.Contestant;
import dev.pontoon.bench.contestant.Contestants;
import dev.pontoon.bench.measure.IdleCost;
import dev.pontoon.bench.measure.Latency;
import dev.pontoon.bench.measure.Sample;
import dev.pontoon.bench.report.Stats;
import dev.pontoon.bench.stage.Source;
import dev.pontoon.bench.stage.Stage;
import dev.pontoon.bench.stage.Workload;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Runs a plan: in each round every contestant has its turn, first one, then the other first. */
final class Suite {

  private static final int MILLION = 1_000_000;
  private static final String BRIDGE = "pontoon-a";
  private static final List<String> STEADY =
      List.of("hand-loop", "hand-loop-jms", BRIDGE, "pontoon-b", "kafka-connect");

  private final Stage stage;
  private final Plan plan;
  private final List<Contestant> contestants;
  private final long seed;
  private final PrintWriter out;
  private final List<Sample> drains = new ArrayList<>();
  private final List<Sample> million = new ArrayList<>();
  private final List<Sample> starts = new ArrayList<>();
  private final List<Latency> latencies = new ArrayList<>();
  private final List<IdleCost> idle = new ArrayList<>();

  /**
   * @param contestants that are there
   * @param out for progress
   */
  Suite(Stage stage, Plan plan, List<Contestant> contestants, long seed, PrintWriter out) {
    this.stage = stage;
    this.plan = plan;
    this.contestants = contestants;
    this.seed = seed;
    this.out = out;
  }

  /** All of the plan. */
  void run() throws Exception {
    Drain drain = new Drain(stage, seed);
    for (Workload workload : plan.drains()) {
      for (int i = 1; i <= plan.rounds(); i++) {
        int round = i;
        for (Contestant contestant : turns(workload, round)) {
          attempt(contestant, () -> drains.add(told(drain.run(workload, contestant, round))));
        }
      }
    }
    for (Workload workload : plan.steady()) {
      steady(workload);
    }
    starts(drain);
    for (int routes : plan.idle()) {
      for (Contestant contestant : named(List.of(BRIDGE))) {
        attempt(contestant, () -> idle.add(new IdleRoutes(stage).run(contestant, routes)));
      }
    }
    if (plan.million()) {
      Workload all = new Workload(Source.RABBIT_CLASSIC, 1024, 1, 12, MILLION);
      for (Contestant contestant : named(List.of(BRIDGE))) {
        attempt(contestant, () -> million.add(told(drain.run(all, contestant, 1))));
      }
    }
  }

  List<Sample> drains() {
    return drains;
  }

  List<Sample> million() {
    return million;
  }

  List<Sample> starts() {
    return starts;
  }

  List<Latency> latencies() {
    return latencies;
  }

  List<IdleCost> idle() {
    return idle;
  }

  private void steady(Workload workload) throws Exception {
    double limit = median(workload, Contestants.limit(workload.source()));
    if (Double.isNaN(limit)) {
      return;
    }
    double rate = limit / 2;
    SteadyRate steady = new SteadyRate(stage, seed, plan.warmUp(), plan.time());
    for (int round = 1; round <= plan.steadyRounds(); round++) {
      for (Contestant contestant : turns(workload, round)) {
        boolean quickEnough = median(workload, contestant.name()) > rate;
        if (STEADY.contains(contestant.name()) && quickEnough) {
          int turn = round;
          attempt(
              contestant, () -> latencies.add(told(steady.run(workload, contestant, turn, rate))));
        }
      }
    }
  }

  private void starts(Drain drain) throws Exception {
    Workload one = new Workload(Source.RABBIT_CLASSIC, 1024, 1, 12, 1);
    for (int i = 1; i <= plan.starts(); i++) {
      for (Contestant contestant : named(List.of(BRIDGE))) {
        int turn = i;
        attempt(contestant, () -> starts.add(told(drain.run(one, contestant, turn))));
      }
    }
  }

  /** Those that can, in turns: who goes first in one round goes last in the next. */
  private List<Contestant> turns(Workload workload, int round) {
    List<Contestant> turns =
        new ArrayList<>(contestants.stream().filter(c -> c.reads(workload.source())).toList());
    if (round % 2 == 0) {
      Collections.reverse(turns);
    }
    return turns;
  }

  private List<Contestant> named(List<String> names) {
    return contestants.stream().filter(c -> names.contains(c.name())).toList();
  }

  private double median(Workload workload, String contestant) {
    return Stats.of(
            drains.stream()
                .filter(s -> s.workload().equals(workload.name()))
                .filter(s -> s.contestant().equals(contestant))
                .map(Sample::rate)
                .toList())
        .median();
  }

  private interface Measurement {
    void take() throws Exception;
  }

  /** One that fails must not cost the results of all others. */
  private void attempt(Contestant contestant, Measurement measurement) throws InterruptedException {
    try {
      measurement.take();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      say("%s: not measured: %s", contestant.name(), e);
    }
  }

  private Sample told(Sample s) {
    say(
        "%s, round %d, %s: %,.0f messages/s, %.1f µs CPU each, first after %.2f s %s",
        s.workload(),
        s.round(),
        s.contestant(),
        s.rate(),
        s.cpuMicros(),
        s.firstSeconds(),
        s.books().flags());
    return s;
  }

  private Latency told(Latency l) {
    say(
        "%s, round %d, %s at %,.0f messages/s: p50 %.1f ms, p99 %.1f ms %s",
        l.workload(), l.round(), l.contestant(), l.rate(), l.p50(), l.p99(), l.books().flags());
    return l;
  }

  private void say(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
    out.flush();
  }
}

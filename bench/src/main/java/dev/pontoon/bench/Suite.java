package dev.pontoon.bench;

import dev.pontoon.bench.contestant.Contestant;
import dev.pontoon.bench.contestant.Contestants;
import dev.pontoon.bench.measure.Latency;
import dev.pontoon.bench.measure.Sample;
import dev.pontoon.bench.measure.TopRate;
import dev.pontoon.bench.report.Findings;
import dev.pontoon.bench.report.Stats;
import dev.pontoon.bench.stage.Source;
import dev.pontoon.bench.stage.Stage;
import dev.pontoon.bench.stage.Workload;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Runs a plan: in each round every contestant has its turn, first one, then the other first. */
final class Suite {

  private static final int MILLION = 1_000_000;
  private static final String BRIDGE = "pontoon-a";
  private static final List<String> STEADY =
      List.of(
          "hand-loop", "hand-loop-jms", BRIDGE, "pontoon-b", "kafka-connect", "redpanda-connect");

  private final Stage stage;
  private final Plan plan;
  private final List<Contestant> contestants;
  private final long seed;
  private final PrintWriter out;
  private final Runnable saving;
  private final Drain drain;
  private final long start = System.nanoTime();
  private final Findings found;

  /**
   * @param contestants that are there
   * @param out for progress
   * @param found gets what is measured
   * @param saving called after each measurement, so that a run that is ended is not lost
   */
  Suite(
      Stage stage,
      Plan plan,
      List<Contestant> contestants,
      long seed,
      PrintWriter out,
      Findings found,
      Runnable saving) {
    this.stage = stage;
    this.plan = plan;
    this.contestants = contestants;
    this.seed = seed;
    this.out = out;
    this.found = found;
    this.saving = saving;
    this.drain = new Drain(stage, seed);
  }

  /** All of the plan. */
  void run() throws InterruptedException {
    for (Heat heat : plan.heats()) {
      drains(heat);
      if (heat.steadyRounds() > 0) {
        steady(heat);
      }
    }
    starts();
    idle(Source.RABBIT_CLASSIC);
    idle(Source.ARTEMIS);
    if (plan.million()) {
      Workload all = new Workload(Source.RABBIT_CLASSIC, 1024, 1, 12, MILLION);
      for (Contestant contestant : named(List.of(BRIDGE))) {
        attempt(
            "a million",
            contestant,
            () -> found.million().add(told(drain.run(all, contestant, 1))));
      }
    }
  }

  private void idle(Source source) throws InterruptedException {
    for (int routes : plan.idle()) {
      for (Contestant contestant : named(List.of(BRIDGE))) {
        attempt(
            routes + " idle routes, " + source.title(),
            contestant,
            () -> found.idle().add(new IdleRoutes(stage).run(contestant, source, routes)));
      }
    }
  }

  private void drains(Heat heat) throws InterruptedException {
    Workload workload = heat.workload();
    for (int i = 1; i <= heat.rounds(); i++) {
      int round = i;
      for (Contestant contestant : turns(heat, round)) {
        attempt(
            workload.name() + ", round " + round,
            contestant,
            () -> found.drains().add(told(drain.run(workload, contestant, round))));
      }
    }
  }

  private void steady(Heat heat) throws InterruptedException {
    Workload workload = heat.workload();
    double rate = top(heat) / 2;
    if (Double.isNaN(rate)) {
      say("%s: no steady rate without the hand-written loop", workload.name());
      return;
    }
    SteadyRate steady = new SteadyRate(stage, seed, plan.warmUp(), plan.time());
    for (int i = 1; i <= heat.steadyRounds(); i++) {
      int round = i;
      for (Contestant contestant : turns(heat, round)) {
        boolean tooSlow = contestant.neighbour() && drained(workload, contestant.name()) <= rate;
        if (STEADY.contains(contestant.name()) && !tooSlow) {
          attempt(
              workload.name() + " at a steady rate, round " + round,
              contestant,
              () -> found.latencies().add(told(steady.run(workload, contestant, round, rate))));
        }
      }
    }
  }

  /** What the hand-written loop can hold with publisher and reader beside it; NaN without one. */
  private double top(Heat heat) throws InterruptedException {
    Workload workload = heat.workload();
    TopSpeed top = new TopSpeed(stage, seed, plan.warmUp(), plan.time());
    for (int i = 1; i <= heat.steadyRounds(); i++) {
      int round = i;
      for (Contestant loop : named(List.of(Contestants.limit(workload.source())))) {
        attempt(
            workload.name() + " at the highest steady rate, round " + round,
            loop,
            () -> found.tops().add(told(top.run(workload, loop, round))));
      }
    }
    return Stats.of(
            found.tops().stream()
                .filter(t -> t.workload().equals(workload.name()))
                .map(TopRate::rate)
                .toList())
        .median();
  }

  private void starts() throws InterruptedException {
    Workload one = new Workload(Source.RABBIT_CLASSIC, 1024, 1, 12, 1);
    for (int i = 1; i <= plan.starts(); i++) {
      int turn = i;
      for (Contestant contestant : named(List.of(BRIDGE))) {
        attempt(
            "start " + turn,
            contestant,
            () -> found.starts().add(told(drain.run(one, contestant, turn))));
      }
    }
  }

  /** Those that can, in turns: who goes first in one round goes last in the next. */
  private List<Contestant> turns(Heat heat, int round) {
    List<Contestant> turns =
        new ArrayList<>(
            contestants.stream()
                .filter(c -> c.reads(heat.workload().source()))
                .filter(c -> heat.neighbours() || !c.neighbour())
                .toList());
    if (round % 2 == 0) {
      Collections.reverse(turns);
    }
    return turns;
  }

  private List<Contestant> named(List<String> names) {
    return contestants.stream().filter(c -> names.contains(c.name())).toList();
  }

  /** NaN if it did not drain that workload. */
  private double drained(Workload workload, String contestant) {
    return Stats.of(
            found.drains().stream()
                .filter(s -> s.workload().equals(workload.name()))
                .filter(s -> s.contestant().equals(contestant))
                .map(Sample::rate)
                .toList())
        .median();
  }

  private interface Measurement {
    void take() throws Exception;
  }

  /** One that fails must not cost the results of all others, and neither may an end of the run. */
  private void attempt(String what, Contestant contestant, Measurement measurement)
      throws InterruptedException {
    try {
      measurement.take();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      String failure = contestant.name() + ", " + what + ": not measured: " + e;
      found.failures().add(failure);
      say("%s", failure);
    }
    saving.run();
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

  private TopRate told(TopRate t) {
    say(
        "%s, round %d, %s holds %,.0f messages/s %s",
        t.workload(), t.round(), t.contestant(), t.rate(), t.books().flags());
    return t;
  }

  private Latency told(Latency l) {
    say(
        "%s, round %d, %s at %,.0f messages/s: p50 %.1f ms, p99 %.1f ms %s",
        l.workload(), l.round(), l.contestant(), l.rate(), l.p50(), l.p99(), l.books().flags());
    return l;
  }

  private void say(String format, Object... values) {
    long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
    out.printf(Locale.ROOT, "[%d:%02d] ", seconds / 60, seconds % 60);
    out.println(String.format(Locale.ROOT, format, values));
    out.flush();
  }
}

package dev.pontoon.rig.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Faults one after the other, in an order, at times and for lengths that a seed decides: the same
 * seed, the same schedule. One fault at a time; each is healed before the next strikes, and on
 * close.
 */
public final class FaultSchedule implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FaultSchedule.class);

  private final List<Step> steps;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "fault-schedule");
  private volatile @Nullable Exception failure;

  /**
   * One fault.
   *
   * @param pause after the fault before
   * @param length from strike to heal
   */
  public record Step(Duration pause, Fault fault, Duration length) {
    @Override
    public String toString() {
      return "+" + pause.toMillis() + "ms " + fault.name() + " for " + length.toMillis() + "ms";
    }
  }

  private FaultSchedule(List<Step> steps) {
    this.steps = List.copyOf(steps);
    thread.setDaemon(true);
  }

  /**
   * Makes a schedule; nothing happens before {@link #start}.
   *
   * @param count how many faults
   * @param pause the longest time without a fault; the shortest is a tenth of it
   * @param length the longest time that a fault lasts; the shortest is a tenth of it
   * @param faults drawn like cards: each strikes once before one strikes again
   */
  public static FaultSchedule random(
      long seed, int count, Duration pause, Duration length, List<Fault> faults) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Step> steps = new ArrayList<>();
    List<Fault> deck = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (deck.isEmpty()) {
        deck.addAll(faults);
      }
      Fault fault = deck.remove(random.nextInt(deck.size()));
      steps.add(new Step(upTo(pause, random), fault, upTo(length, random)));
    }
    return new FaultSchedule(steps);
  }

  /** What will happen, or did. */
  public List<Step> steps() {
    return steps;
  }

  /** Begins, on a thread of its own. */
  public FaultSchedule start() {
    thread.start();
    return this;
  }

  /** True when all faults have struck and are healed. */
  public boolean isOver() {
    return thread.getState() == Thread.State.TERMINATED;
  }

  /**
   * Waits until all faults have struck and are healed.
   *
   * @throws IllegalStateException if a fault could not be made or healed
   */
  public void awaitEnd() {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the faults went on", e);
    }
    if (failure != null) {
      throw new IllegalStateException("a fault of the schedule failed: " + failure, failure);
    }
  }

  /** Ends it early: heals the present fault and starts no other. Fails like {@link #awaitEnd}. */
  @Override
  public void close() {
    stop.countDown();
    if (thread.getState() != Thread.State.NEW) {
      awaitEnd();
    }
  }

  private void run() {
    try {
      for (Step step : steps) {
        if (stop.await(step.pause().toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
        play(step);
      }
    } catch (Exception e) {
      failure = e;
    }
  }

  private void play(Step step) throws Exception {
    LOG.atInfo()
        .addKeyValue("fault", step.fault().name())
        .addKeyValue("millis", step.length().toMillis())
        .log("Fault strikes");
    try {
      step.fault().strike();
      boolean early = stop.await(step.length().toMillis(), TimeUnit.MILLISECONDS);
      LOG.atDebug().addKeyValue("early", early).log("Fault ends");
    } finally {
      step.fault().heal();
    }
  }

  private static Duration upTo(Duration longest, SplittableRandom random) {
    long most = Math.max(1, longest.toMillis());
    return Duration.ofMillis(random.nextLong(Math.max(1, most / 10), most + 1));
  }
}

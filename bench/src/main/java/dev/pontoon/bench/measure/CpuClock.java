package dev.pontoon.bench.measure;

import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Notes a process's CPU time every 50 ms, to tell later what it used between two moments. */
public final class CpuClock implements AutoCloseable {

  private static final long STEP_MILLIS = 50;

  private final NavigableMap<Long, Long> samples = new ConcurrentSkipListMap<>();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

  private CpuClock() {}

  /**
   * Starts at once; an end of the process ends the notes.
   *
   * @param pid not positive: nothing is noted
   */
  public static CpuClock of(long pid) {
    CpuClock clock = new CpuClock();
    if (pid > 0) {
      ProcessStat process = new ProcessStat(pid);
      var unused =
          clock.timer.scheduleAtFixedRate(
              () -> clock.samples.put(System.currentTimeMillis(), process.cpuMillis()),
              0,
              STEP_MILLIS,
              TimeUnit.MILLISECONDS);
    }
    return clock;
  }

  static CpuClock stopped(Map<Long, Long> samples) {
    CpuClock clock = new CpuClock();
    clock.close();
    clock.samples.putAll(samples);
    return clock;
  }

  /**
   * CPU time between two moments, in milliseconds; between two notes it is taken to run evenly.
   *
   * @param from milliseconds since 1970
   * @param to milliseconds since 1970
   * @return NaN without any note
   */
  public double millisBetween(long from, long to) {
    return at(to) - at(from);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private double at(long moment) {
    Map.Entry<Long, Long> before = samples.floorEntry(moment);
    Map.Entry<Long, Long> after = samples.ceilingEntry(moment);
    if (before == null || after == null) {
      Map.Entry<Long, Long> only = before == null ? after : before;
      return only == null ? Double.NaN : only.getValue();
    }
    if (before.getKey().equals(after.getKey())) {
      return before.getValue();
    }
    double part = (double) (moment - before.getKey()) / (after.getKey() - before.getKey());
    return before.getValue() + part * (after.getValue() - before.getValue());
  }
}

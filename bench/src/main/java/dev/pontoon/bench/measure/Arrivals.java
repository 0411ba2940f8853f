package dev.pontoon.bench.measure;

import dev.pontoon.bench.load.Backlog;
import dev.pontoon.bench.stage.Bodies;
import java.util.Arrays;
import java.util.BitSet;

/** What was read back from Kafka: each record's arrival there, and the books. For one thread. */
public final class Arrivals {

  private static final double STEADY_FROM = 0.10;
  private static final double STEADY_TO = 0.95;

  private final int published;
  private final BitSet seen;
  private final long[] lastOfKey = new long[Backlog.KEYS];
  private long[] times;
  private int count;
  private long duplicates;
  private long foreign;
  private long orderBreaks;

  /**
   * @param published messages numbered from 0
   */
  public Arrivals(int published) {
    this.published = published;
    this.seen = new BitSet(published);
    this.times = new long[published];
    Arrays.fill(lastOfKey, -1);
  }

  /**
   * Notes one record.
   *
   * @param time when Kafka wrote it to its log, in milliseconds since 1970
   */
  public void add(byte[] value, long time) {
    long number = Bodies.number(value);
    if (number < 0 || number >= published) {
      foreign++;
      return;
    }
    if (seen.get((int) number)) {
      duplicates++;
      return;
    }
    seen.set((int) number);
    int key = (int) (number % Backlog.KEYS);
    if (number < lastOfKey[key]) {
      orderBreaks++;
    }
    lastOfKey[key] = Math.max(lastOfKey[key], number);
    times[count++] = time;
  }

  /** Messages that arrived at least once. */
  public int unique() {
    return count;
  }

  /** Whether all have arrived. */
  public boolean complete() {
    return count == published;
  }

  /**
   * The books, closed.
   *
   * @param left messages that still wait in the queues, the contestant being stopped
   */
  public Books books(long left) {
    return books(published, left);
  }

  /** The same where fewer were published than there was room for. */
  public Books books(int sent, long left) {
    return new Books(sent, count, duplicates, left, foreign, orderBreaks);
  }

  /**
   * Messages that arrived after one moment, up to another.
   *
   * @param from milliseconds since 1970
   * @param to milliseconds since 1970
   */
  public long between(long from, long to) {
    return Arrays.stream(times, 0, count).filter(t -> t > from && t <= to).count();
  }

  /** When the last arrived, in milliseconds since 1970; -1 if none did. */
  public long last() {
    return Arrays.stream(times, 0, count).max().orElse(-1);
  }

  /** When the first arrived, in milliseconds since 1970; -1 if none did. */
  public long first() {
    return Arrays.stream(times, 0, count).min().orElse(-1);
  }

  /** The part in which a contestant is warm and its queues are not yet empty. */
  public Steady steady() {
    if (count < 2) {
      return new Steady(0, 0, 0);
    }
    long[] sorted = Arrays.copyOf(times, count);
    Arrays.sort(sorted);
    int from = (int) (count * STEADY_FROM);
    int to = Math.max(from, (int) (count * STEADY_TO) - 1);
    return new Steady(sorted[from], sorted[to], to - from);
  }

  /**
   * From one moment to another.
   *
   * @param from milliseconds since 1970
   * @param to milliseconds since 1970
   * @param messages that arrived after the first moment, up to the second
   */
  public record Steady(long from, long to, int messages) {

    /** Messages per second; NaN if it was too short to tell. */
    public double rate() {
      return to > from ? messages * 1000.0 / (to - from) : Double.NaN;
    }
  }
}

package dev.pontoon.observe;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * Lets one log line per interval through and counts the others, so that a flood of bad messages
 * does not become a flood of lines. Safe for all threads.
 */
public final class LogLimit {
  private final long interval;
  private final LongSupplier nanos;
  private final AtomicLong last;
  private final AtomicLong heldBack = new AtomicLong();
  private final AtomicReference<String> said = new AtomicReference<>("");

  /**
   * @param nanos a clock that only moves forward, such as System::nanoTime
   */
  public LogLimit(Duration interval, LongSupplier nanos) {
    this.interval = interval.toNanos();
    this.nanos = nanos;
    this.last = new AtomicLong(nanos.getAsLong() - this.interval);
  }

  /**
   * How many lines were held back since the last one that passed; empty if this one is held back.
   */
  public OptionalLong pass() {
    long now = nanos.getAsLong();
    long before = last.get();
    if (now - before >= interval && last.compareAndSet(before, now)) {
      return OptionalLong.of(heldBack.getAndSet(0));
    }
    heldBack.incrementAndGet();
    return OptionalLong.empty();
  }

  /** The same for lines of which only the repeated ones are held back: what is new passes. */
  public OptionalLong pass(String line) {
    if (line.equals(said.getAndSet(line))) {
      return pass();
    }
    last.set(nanos.getAsLong());
    return OptionalLong.of(heldBack.getAndSet(0));
  }
}

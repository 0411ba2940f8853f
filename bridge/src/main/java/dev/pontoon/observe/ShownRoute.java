package dev.pontoon.observe;

import io.micrometer.core.instrument.Counter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A route as the status page shows it. What it counts and when it last moved is read from the
 * route's metrics now and then, so that no message pays for the page. Safe for all threads.
 */
public final class ShownRoute {

  /**
   * What the counters said when they were last looked at.
   *
   * @param lastRecord when records were last seen to have come; null for none so far
   * @param moved when something was last acknowledged, or nothing was in flight
   */
  private record Seen(
      long records, long acknowledged, @Nullable Instant lastRecord, Instant moved) {}

  private final RouteStatus status;
  private final String source;
  private final String topic;
  private final @Nullable RouteMetrics metrics;
  private volatile Seen seen;

  /**
   * @param source in words, without anything secret
   * @param topic empty where there is none
   * @param metrics null for a file with a pattern, which moves nothing itself
   */
  public ShownRoute(
      RouteStatus status, String source, String topic, @Nullable RouteMetrics metrics) {
    this.status = status;
    this.source = source;
    this.topic = topic;
    this.metrics = metrics;
    this.seen = new Seen(0, 0, null, status.now().since());
  }

  /** Remembers whether the counters have moved; to be called every few seconds. */
  synchronized void look(Instant at) {
    RouteMetrics read = metrics;
    if (read == null) {
      return;
    }
    long records = count(read.mirrored) + count(read.deadLettered);
    long acknowledged = count(read.acknowledged);
    boolean moves = acknowledged > seen.acknowledged() || read.inFlight() == 0;
    seen =
        new Seen(
            records,
            acknowledged,
            records > seen.records() ? at : seen.lastRecord(),
            moves ? at : seen.moved());
  }

  /** As it is now. */
  RouteView view() {
    RouteView.Counts counts = metrics == null ? null : counts(metrics, seen);
    return new RouteView(status.route(), source, topic, status.now(), status.notices(), counts);
  }

  private static RouteView.Counts counts(RouteMetrics from, Seen seen) {
    return new RouteView.Counts(
        count(from.read),
        count(from.mirrored),
        count(from.deadLettered),
        count(from.possibleDuplicates),
        count(from.gaps),
        from.inFlight(),
        seen.lastRecord(),
        seen.moved());
  }

  private static long count(Counter counter) {
    return (long) counter.count();
  }
}

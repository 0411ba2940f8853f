package dev.pontoon.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.IntSupplier;
import java.util.function.ToDoubleFunction;

/**
 * The counters of one route. Safe for all threads. read = mirrored + dead-lettered + filtered +
 * duplicates skipped + in flight + given back.
 */
public final class RouteMetrics {
  private final MeterRegistry registry;
  private volatile IntSupplier inFlight = () -> 0;
  private final String route;
  public final Counter read;
  public final Counter mirrored;
  public final Counter deadLettered;
  public final Counter filtered;
  public final Counter duplicatesSkipped;
  public final Counter possibleDuplicates;
  public final Counter withoutIdentity;
  public final Counter acknowledged;
  public final Counter givenBack;
  public final Counter reconnects;
  public final Counter gaps;
  public final Counter timestampsClamped;

  public RouteMetrics(MeterRegistry registry, String route) {
    this.registry = registry;
    this.route = route;
    this.read = counter(Metric.READ);
    this.mirrored = counter(Metric.MIRRORED);
    this.deadLettered = counter(Metric.DEAD_LETTERED);
    this.filtered = counter(Metric.FILTERED);
    this.duplicatesSkipped = counter(Metric.DUPLICATES_SKIPPED);
    this.possibleDuplicates = counter(Metric.POSSIBLE_DUPLICATES);
    this.withoutIdentity = counter(Metric.WITHOUT_IDENTITY);
    this.acknowledged = counter(Metric.ACKNOWLEDGED);
    this.givenBack = counter(Metric.GIVEN_BACK);
    this.reconnects = counter(Metric.RECONNECTS);
    this.gaps = counter(Metric.GAPS);
    this.timestampsClamped = counter(Metric.TIMESTAMPS_CLAMPED);
    gauge(Metric.IN_FLIGHT, this, m -> m.inFlight.getAsInt());
  }

  private Counter counter(Metric metric) {
    return Counter.builder(metric.meter())
        .description(metric.sentence())
        .tag("route", route)
        .register(registry);
  }

  /** Says where the number of messages in flight is to be asked from now on. */
  public void inFlight(IntSupplier now) {
    inFlight = now;
  }

  /** How many messages are in flight now. */
  int inFlight() {
    return inFlight.getAsInt();
  }

  /** Registers a value that is looked up when metrics are scraped. */
  public <T> void gauge(Metric metric, T object, ToDoubleFunction<T> value) {
    Gauge.builder(metric.meter(), object, value)
        .description(metric.sentence())
        .tag("route", route)
        .strongReference(true)
        .register(registry);
  }
}

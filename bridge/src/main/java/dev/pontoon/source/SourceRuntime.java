package dev.pontoon.source;

import dev.pontoon.config.RouteConfig;
import dev.pontoon.delivery.Lane;
import dev.pontoon.delivery.Lease;
import dev.pontoon.message.Origin;
import dev.pontoon.observe.RouteMetrics;
import dev.pontoon.observe.RouteStatus;
import java.time.Duration;

/**
 * What every source of a route works with.
 *
 * @param preparation runs before each connect
 * @param workers shared by all routes: connects, drains, waits
 * @param maxInFlight messages that may be unacknowledged at a time: the prefetch
 * @param stopTimeout how long a clean stop waits for what is in flight
 * @param lease asked before each connect
 */
public record SourceRuntime(
    RouteConfig route,
    Origin origin,
    Lane lane,
    Preparation preparation,
    RouteStatus status,
    RouteMetrics metrics,
    Workers workers,
    ActiveSources sources,
    int maxInFlight,
    Duration stopTimeout,
    Lease lease) {

  /** For a source that needs no lease. */
  public SourceRuntime(
      RouteConfig route,
      Origin origin,
      Lane lane,
      Preparation preparation,
      RouteStatus status,
      RouteMetrics metrics,
      Workers workers,
      ActiveSources sources,
      int maxInFlight,
      Duration stopTimeout) {
    this(
        route,
        origin,
        lane,
        preparation,
        status,
        metrics,
        workers,
        sources,
        maxInFlight,
        stopTimeout,
        Lease.ALWAYS);
  }
}

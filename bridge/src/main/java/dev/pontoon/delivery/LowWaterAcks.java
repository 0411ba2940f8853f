package dev.pontoon.delivery;

import dev.pontoon.observe.RouteMetrics;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Acknowledges up to the window's low-water mark, many messages at once. Kafka's thread only leaves
 * a note; a worker writes to the legacy broker, because a broker that does not read must never hold
 * up Kafka's thread, which serves all routes.
 */
final class LowWaterAcks {
  private static final Logger LOG = LoggerFactory.getLogger(LowWaterAcks.class);

  private final Window window;
  private final Acknowledger acknowledger;
  private final Lane.AckMode mode;
  private final Executor workers;
  private final RouteMetrics metrics;
  private final Consumer<String> failure;
  private final AtomicBoolean noted = new AtomicBoolean();
  private long acknowledged;
  private boolean dead;

  /**
   * @param failure learns that nothing can be acknowledged any more
   */
  LowWaterAcks(
      Window window,
      Acknowledger acknowledger,
      Lane.AckMode mode,
      LaneParts parts,
      Consumer<String> failure) {
    this.failure = failure;
    this.window = window;
    this.acknowledger = acknowledger;
    this.mode = mode;
    this.workers = parts.workers();
    this.metrics = parts.metrics();
  }

  Window window() {
    return window;
  }

  /** The low-water mark has moved. Cheap; any thread. */
  void advanced() {
    if (mode == Lane.AckMode.ASYNC && noted.compareAndSet(false, true)) {
      try {
        workers.execute(this::acknowledgeQuietly);
      } catch (RuntimeException | OutOfMemoryError e) {
        noted.set(false);
        failure.accept("no thread is left to acknowledge messages: " + e.getMessage());
      }
    }
  }

  /** A worker that waits here for another one will do for all that comes until then. */
  private synchronized void acknowledgeQuietly() {
    noted.set(false);
    var unused = acknowledgeNow();
  }

  /**
   * Acknowledges what is settled, on this thread.
   *
   * @return whether everything taken is acknowledged now
   */
  synchronized boolean acknowledgeNow() {
    long low = window.lowWater();
    if (low > acknowledged && !dead) {
      try {
        acknowledger.acknowledge(low);
      } catch (Exception e) {
        dead = true;
        LOG.atDebug().setCause(e).log("acknowledgement failed");
        if (!window.ended()) {
          failure.accept("messages could not be acknowledged: " + e.getMessage());
        }
        return false;
      }
      metrics.acknowledged.increment(low - acknowledged);
      acknowledged = low;
    }
    return allAcknowledged();
  }

  /** Whether everything taken is acknowledged. */
  synchronized boolean allAcknowledged() {
    return !dead && acknowledged == window.taken();
  }
}

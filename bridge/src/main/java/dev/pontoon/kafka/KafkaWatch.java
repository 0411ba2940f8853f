package dev.pontoon.kafka;

import dev.pontoon.observe.RouteStatus;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Kafka every few seconds whether it answers, and says so in the routes' status. The producer
 * can't tell: it takes what its memory holds, and a route whose window is full is silent.
 */
public final class KafkaWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(3);
  private static final Duration LIMIT = Duration.ofSeconds(4);

  private final Topics topics;
  private final List<RouteStatus> routes;
  private final AtomicBoolean asking = new AtomicBoolean();
  private volatile @Nullable String trouble;
  private volatile boolean ended;

  /**
   * @param routes may grow later
   */
  public KafkaWatch(Topics topics, List<RouteStatus> routes) {
    this.topics = topics;
    this.routes = routes;
  }

  /**
   * Begins to ask.
   *
   * @param timer never blocked; ends the watch when it ends
   * @param pool where Kafka is asked; blocks up to 4 s
   */
  public void start(ScheduledExecutorService timer, Executor pool) {
    var unused =
        timer.scheduleWithFixedDelay(
            () -> pool.execute(this::look),
            EVERY.toMillis(),
            EVERY.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private void look() {
    if (!asking.compareAndSet(false, true)) {
      return;
    }
    try {
      topics.ping(LIMIT);
      tell(null);
    } catch (KafkaUnavailableException e) {
      tell(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      asking.set(false);
    }
  }

  /** What the lanes say themselves is left alone: it is more exact. */
  private void tell(@Nullable String now) {
    if (ended) {
      return;
    }
    String before = trouble;
    if (!Objects.equals(now, before)) {
      LOG.atWarn()
          .addKeyValue("detail", now == null ? "" : now)
          .log(now == null ? "Kafka answers again" : "Kafka does not answer");
    }
    trouble = now;
    for (RouteStatus route : routes) {
      String said = route.now().sinkTrouble();
      if (said == null || said.equals(before)) {
        route.sink(now);
      }
    }
  }

  /** Says nothing more: what Kafka does during the stop is no news. */
  @Override
  public void close() {
    ended = true;
  }
}

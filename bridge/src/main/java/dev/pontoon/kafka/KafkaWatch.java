package dev.pontoon.kafka;

import dev.pontoon.observe.KafkaStatus;
import dev.pontoon.observe.RouteStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Kafka every few seconds whether it answers and whether the topics of the routes are still
 * there, and says so in the status of Kafka and of the routes. The producer can't tell: it takes
 * what its memory holds, and a route whose window is full is silent.
 */
public final class KafkaWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(3);
  private static final Duration LIMIT = Duration.ofSeconds(4);

  private final Topics topics;
  private final List<RouteStatus> routes;
  private final KafkaStatus kafka;
  private final KafkaSink sink;
  private final AtomicBoolean asking = new AtomicBoolean();
  private volatile @Nullable String trouble;
  private volatile boolean ended;

  /**
   * @param routes may grow later
   */
  public KafkaWatch(Topics topics, List<RouteStatus> routes, KafkaStatus kafka, KafkaSink sink) {
    this.sink = sink;
    this.topics = topics;
    this.routes = routes;
    this.kafka = kafka;
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
      tell(null, topics.troubles());
      warn(topics.warnings());
      sink.look();
    } catch (KafkaUnavailableException e) {
      tell(e.getMessage(), Map.of());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      asking.set(false);
    }
  }

  private void tell(@Nullable String now, Map<String, String> topics) {
    if (ended) {
      return;
    }
    if (!Objects.equals(now, trouble)) {
      LOG.atWarn()
          .addKeyValue("detail", now == null ? "" : now)
          .log(now == null ? "Kafka answers again" : "Kafka does not answer");
    }
    trouble = now;
    kafka.says(now);
    for (RouteStatus route : routes) {
      route.watch(now, topics.get(route.route()));
    }
  }

  private void warn(Map<String, List<String>> warnings) {
    for (RouteStatus route : routes) {
      List<String> weak = warnings.getOrDefault(route.route(), List.of());
      String all = String.join("; ", weak);
      var unused =
          route.notice(
              "Kafka's settings", weak.isEmpty() ? null : new RouteStatus.Notice(all, "", false));
    }
  }

  /** Says nothing more: what Kafka does during the stop is no news. */
  @Override
  public void close() {
    ended = true;
  }
}

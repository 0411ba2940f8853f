package dev.pontoon.app;

import dev.pontoon.config.BridgeConfig;
import dev.pontoon.config.Connection;
import dev.pontoon.config.From;
import dev.pontoon.config.RouteConfig;
import dev.pontoon.config.SourcePattern;
import dev.pontoon.observe.Metric;
import dev.pontoon.observe.RouteStatus;
import dev.pontoon.observe.RouteStatus.Notice;
import dev.pontoon.observe.RouteStatus.Source;
import dev.pontoon.source.Workers;
import dev.pontoon.source.rabbitmq.BrokerTraces;
import dev.pontoon.source.rabbitmq.BrokerTraces.Leftover;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks now and then, where a management API can be asked, at what nobody else sees: queues that
 * this bridge has made and no route reads any more, and queues of others that drop messages.
 */
final class BrokerCare implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerCare.class);
  private static final Duration FIRST = Duration.ofSeconds(2);
  private static final String TOPIC = "limits";

  private final BridgeConfig config;
  private final Workers workers;
  private final MeterRegistry registry;
  private final Consumer<RouteStatus> shown;
  private final Map<RouteConfig, RouteStatus> routes = new ConcurrentHashMap<>();
  private volatile Map<SourcePattern, RouteStatus> patterns = Map.of();
  private volatile boolean closed;

  /**
   * @param shown hears of a status that is to be shown beside those of routes
   */
  BrokerCare(
      BridgeConfig config, Workers workers, MeterRegistry registry, Consumer<RouteStatus> shown) {
    this.config = config;
    this.workers = workers;
    this.registry = registry;
    this.shown = shown;
  }

  /** From now on its queues are known. */
  void add(RouteConfig route, RouteStatus status) {
    routes.put(route, status);
  }

  /**
   * Begins to look; returns at once.
   *
   * @param patterns whose routes come later; until then nobody can say which queues have none
   */
  void start(Map<SourcePattern, RouteStatus> patterns) {
    this.patterns = Map.copyOf(patterns);
    for (Connection connection : config.connections().values()) {
      if (connection instanceof Connection.Rabbit rabbit && rabbit.management() != null) {
        if (isOpen(rabbit.management().uri())) {
          LOG.atWarn()
              .addKeyValue("connection", rabbit.name())
              .log("the password of the management API goes over the network as it is: use https");
        }
        new Watch(rabbit, rabbit.management()).again(FIRST);
      }
    }
  }

  private static boolean isOpen(String uri) {
    String host = String.valueOf(URI.create(uri).getHost());
    boolean here = host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    return uri.startsWith("http:") && !here;
  }

  /** What is looked at on one broker. */
  private final class Watch {
    private final String connection;
    private final BrokerTraces traces;
    private final Duration every;
    private final RouteStatus status;
    private final AtomicLong leftovers = new AtomicLong();
    private boolean isShown;

    Watch(Connection.Rabbit rabbit, Connection.Management management) {
      this.connection = rabbit.name();
      this.traces = new BrokerTraces(rabbit, management, workers);
      this.every = management.lookAgain();
      this.status = new RouteStatus("queues on " + connection, Clock.systemUTC());
      Gauge.builder(Metric.LEFTOVERS.meter(), leftovers, AtomicLong::get)
          .description(Metric.LEFTOVERS.sentence())
          .tag("connection", connection)
          .strongReference(true)
          .register(registry);
    }

    void again(Duration after) {
      if (!closed) {
        workers.runAfter(after, this::look);
      }
    }

    private void look() {
      try {
        leftovers();
        limits();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (IOException | RuntimeException e) {
        LOG.atDebug().setCause(e).addKeyValue("connection", connection).log("could not look");
      }
      again(every);
    }

    private void leftovers() throws IOException, InterruptedException {
      if (!patternsAreKnown()) {
        return;
      }
      List<Leftover> found = traces.leftovers(config.name(), this::isRead);
      leftovers.set(found.size());
      if (found.isEmpty() && !isShown) {
        return;
      }
      Notice notice = found.isEmpty() ? null : notice(found);
      status.source(Source.RUNNING, "");
      if (status.notice("leftovers", notice) && notice != null) {
        LOG.atWarn()
            .addKeyValue("connection", connection)
            .addKeyValue("detail", notice.what())
            .log("queues of this bridge's name that no route reads");
      }
      if (!isShown) {
        isShown = true;
        shown.accept(status);
      }
    }

    private boolean patternsAreKnown() {
      return patterns.entrySet().stream()
          .filter(entry -> entry.getKey().connection().equals(connection))
          .map(entry -> entry.getValue().now().source())
          .allMatch(source -> source == Source.RUNNING || source == Source.INCOMPLETE);
    }

    private boolean isRead(String queue) {
      return routes.keySet().stream()
          .map(RouteConfig::from)
          .filter(from -> from.connection().equals(connection))
          .anyMatch(
              from ->
                  from instanceof From.RabbitExchange own && own.queue().equals(queue)
                      || from instanceof From.RabbitQueue named && named.queue().equals(queue));
    }

    private Notice notice(List<Leftover> found) {
      List<String> said = new ArrayList<>();
      for (Leftover one : found) {
        said.add(
            one.queue()
                + (one.read()
                    ? " (read by somebody: does another bridge have this name?)"
                    : " (" + one.messages() + " messages)"));
      }
      return new Notice(
          "no route reads what is called as this bridge's own queues are, and bound queues grow: "
              + String.join(", ", said)
              + ". Bring the route back, or retire it",
          "pontoon retire " + found.get(0).queue().substring(config.name().length() + 1));
    }

    private void limits() throws IOException, InterruptedException {
      for (Map.Entry<RouteConfig, RouteStatus> entry : routes.entrySet()) {
        if (entry.getKey().from() instanceof From.RabbitQueue queue
            && queue.connection().equals(connection)) {
          Optional<String> limits = traces.leaves(queue.queue());
          Notice notice =
              limits
                  .map(
                      text ->
                          new Notice(
                              "messages may leave queue "
                                  + queue.queue()
                                  + " unread and are not mirrored then, above all while Kafka or"
                                  + " Pontoon is away: "
                                  + text,
                              "",
                              false))
                  .orElse(null);
          if (entry.getValue().notice(TOPIC, notice) && notice != null) {
            LOG.atWarn()
                .addKeyValue("route", entry.getKey().id())
                .addKeyValue("detail", notice.what())
                .log("the queue has limits");
          }
        }
      }
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}

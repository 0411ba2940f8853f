package dev.pontoon.app;

import dev.pontoon.claim.ClaimStore;
import dev.pontoon.config.BridgeConfig;
import dev.pontoon.config.Connection;
import dev.pontoon.config.From;
import dev.pontoon.config.RouteConfig;
import dev.pontoon.config.SourcePattern;
import dev.pontoon.delivery.ByteBudget;
import dev.pontoon.delivery.Lane;
import dev.pontoon.kafka.KafkaSettings;
import dev.pontoon.kafka.KafkaSink;
import dev.pontoon.kafka.KafkaWatch;
import dev.pontoon.kafka.MadeTopics;
import dev.pontoon.kafka.Topics;
import dev.pontoon.observe.HttpEndpoint;
import dev.pontoon.observe.KafkaStatus;
import dev.pontoon.observe.Metric;
import dev.pontoon.observe.RouteMetrics;
import dev.pontoon.observe.RouteStatus;
import dev.pontoon.observe.ShownRoute;
import dev.pontoon.observe.StatusPage;
import dev.pontoon.route.Routes;
import dev.pontoon.source.ActiveSources;
import dev.pontoon.source.Workers;
import dev.pontoon.source.jms.OfferedJms;
import dev.pontoon.source.rabbitmq.OfferedRabbit;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running bridge: every object is made here, once, and closed here in the opposite order. Start
 * never waits for a broker: what is not there yet is tried again and shown in the health.
 */
public final class Bridge implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Bridge.class);

  /** How exactly the page knows when a route moved last. */
  private static final Duration LOOK = Duration.ofSeconds(3);

  /** What is in flight is in memory twice, here and in Kafka's buffers, and not alone. */
  private static final int BUDGET_HEAP_PART = 6;

  private final Workers workers = new Workers();
  private final ActiveSources sources = new ActiveSources();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final List<RouteStatus> statuses = new CopyOnWriteArrayList<>();
  private final List<RouteConfig> configured;
  private final List<Lane> lanes = new CopyOnWriteArrayList<>();
  private final Set<String> taken = ConcurrentHashMap.newKeySet();
  private final Clock clock;
  private final String bridge;
  private final Duration stopTimeout;
  private final RouteAssembly assembly;
  private final PatternRoutes patterns;
  private final Topics topics;
  private final KafkaWatch watch;
  private final KafkaSink sink;
  private final @Nullable ClaimStore claims;
  private final Routes routes;
  private final Leases leases;
  private final StatusPage page;
  private final BrokerCare care;
  private final HttpEndpoint http;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * @throws IOException when the HTTP port can't be had
   * @throws Exception when a route can't be built; the message names it
   */
  public Bridge(BridgeConfig config, List<RouteConfig> configured) throws Exception {
    this(config, configured, List.of());
  }

  /**
   * @param patterns routes of names that match are added while the bridge runs
   * @throws IOException when the HTTP port can't be had
   * @throws Exception when a route can't be built; the message names it
   */
  public Bridge(BridgeConfig config, List<RouteConfig> configured, List<SourcePattern> patterns)
      throws Exception {
    this.clock = Clock.systemUTC();
    this.configured = List.copyOf(configured);
    KafkaStatus kafka = new KafkaStatus(clock);
    this.page = new StatusPage(about(config, clock), kafka, clock);
    ByteBudget budget = budget(config, registry);
    ClassLoader loader = Bridge.class.getClassLoader();
    KafkaSettings settings = new KafkaSettings(config);
    this.http = http(config.http(), registry, statuses, page);
    this.topics = new Topics(settings, workers.timer(), workers.pool());
    this.sink = new KafkaSink(settings);
    this.watch = new KafkaWatch(topics, statuses, kafka, sink);
    this.routes = new Routes(config.name(), loader);
    this.leases = new Leases(settings, config);
    if (Stream.concat(configured.stream(), patterns.stream().map(p -> p.route(p.example())))
        .anyMatch(Bridge::mayUseComponents)) {
      offerConnections(config);
    }
    this.claims = Claims.open(config);
    this.bridge = config.name();
    this.stopTimeout = config.stopTimeout();
    patterns.forEach(pattern -> taken.addAll(pattern.sharedTopics()));
    this.assembly =
        new RouteAssembly(
            config, clock, workers, sources, budget, topics, taken, settings, sink, claims, routes,
            leases);
    this.care = new BrokerCare(config, workers, registry, this::show);
    for (RouteConfig route : configured) {
      taken.addAll(MadeTopics.taken(bridge, List.of(route)));
    }
    for (RouteConfig route : configured) {
      add(route);
    }
    this.patterns =
        new PatternRoutes(config, this.configured, patterns, topics::isWritten, this::add, workers);
    this.patterns.statuses().forEach(this::show);
  }

  private static ByteBudget budget(BridgeConfig config, MeterRegistry registry) {
    long most = Runtime.getRuntime().maxMemory() / BUDGET_HEAP_PART;
    ByteBudget budget = new ByteBudget(Math.min(config.limits().bytesInFlight(), most));
    Gauge.builder(Metric.BYTES_IN_FLIGHT.meter(), budget, ByteBudget::used)
        .description(Metric.BYTES_IN_FLIGHT.sentence())
        .register(registry);
    return budget;
  }

  private static HttpEndpoint http(
      BridgeConfig.Http at,
      PrometheusMeterRegistry registry,
      List<RouteStatus> statuses,
      StatusPage page)
      throws IOException {
    InetSocketAddress address = new InetSocketAddress(at.host(), at.port());
    return new HttpEndpoint(address, at.hosts(), registry, () -> statuses, page);
  }

  private static StatusPage.About about(BridgeConfig config, Clock clock) {
    return new StatusPage.About(
        config.name(),
        Version.ofPontoon(),
        HostName.ofThisMachine(),
        ProcessHandle.current().pid(),
        clock.instant());
  }

  /** May be called while the bridge runs; the route then starts at once. */
  private void add(RouteConfig route) throws Exception {
    taken.addAll(MadeTopics.taken(bridge, List.of(route)));
    RouteStatus status = new RouteStatus(route.id(), clock);
    RouteMetrics metrics = new RouteMetrics(registry, route.id());
    lanes.add(assembly.add(route, status, metrics));
    care.add(route, status);
    statuses.add(status);
    page.add(new ShownRoute(status, Origins.shown(route.from()), route.to().name(), metrics));
  }

  /** A status without a route. */
  private void show(SourcePattern pattern, RouteStatus status) {
    statuses.add(status);
    page.add(new ShownRoute(status, Origins.shown(pattern), "", null));
    Gauge.builder(Metric.READY.meter(), status, s -> s.now().healthy() ? 1 : 0)
        .description(Metric.READY.sentence())
        .tag("route", status.route())
        .strongReference(true)
        .register(registry);
  }

  /** Of a broker, when there is something to say. */
  private void show(RouteStatus status) {
    statuses.add(status);
    page.add(new ShownRoute(status, "", "", null));
  }

  private static boolean mayUseComponents(RouteConfig route) {
    return route.from() instanceof From.Camel || !route.steps().isEmpty();
  }

  /** To stock components: {@code connectionFactory=#NAME}. */
  private void offerConnections(BridgeConfig config) throws Exception {
    for (Connection connection : config.connections().values()) {
      if (connection instanceof Connection.Jms jms) {
        OfferedJms.offer(routes.context(), jms);
      } else if (connection instanceof Connection.Rabbit rabbit) {
        OfferedRabbit.offer(routes.context(), rabbit, workers);
      }
    }
  }

  /** Starts reading. Returns at once; see {@link #statuses} for what came of it. */
  public void start() {
    http.start();
    routes.start();
    patterns.start();
    care.start(patterns.statuses());
    watch.start(workers.timer(), workers.pool());
    var unused =
        workers
            .timer()
            .scheduleWithFixedDelay(
                page::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    LOG.atInfo()
        .addKeyValue("routes", configured.size())
        .addKeyValue("http", http.uri())
        .log("bridge started");
  }

  /** What each route is doing. */
  public List<RouteStatus> statuses() {
    return statuses;
  }

  /** All counters of this bridge. */
  public PrometheusMeterRegistry metrics() {
    return registry;
  }

  /** Where the page, health and metrics are served. */
  public String httpUri() {
    return http.uri();
  }

  /** What runs, in Camel's own YAML. */
  public String dump() throws Exception {
    Map<String, String> about = new HashMap<>();
    for (RouteConfig route : configured) {
      about.put(route.id(), Origins.shown(route.from()) + " to topic " + route.to().name());
    }
    return routes.dump(about);
  }

  /**
   * Clean stop: takes nothing more, waits for what is in flight, acknowledges it, disconnects. What
   * is not safe within the stop time-out stays on the legacy broker. A second call does nothing.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    closing().close();
    LOG.atInfo().log("bridge stopped");
  }

  private Closing closing() {
    Closing parts = new Closing();
    parts.add("workers", workers);
    parts.add("http", http);
    if (claims != null) {
      parts.add("claim store", claims);
    }
    parts.add("topics", topics);
    parts.add("producer", () -> sink.close(Duration.ZERO));
    lanes.forEach(lane -> parts.add("lane", lane::close));
    parts.add("Camel's routes", routes);
    parts.add("leases", leases);
    parts.add("sources", () -> sources.finish(stopTimeout));
    parts.add("watch of Kafka", watch);
    parts.add("watch of brokers", care);
    parts.add("patterns", patterns);
    return parts;
  }
}

package dev.pontoon.app;

import dev.pontoon.claim.ClaimStore;
import dev.pontoon.config.BridgeConfig;
import dev.pontoon.config.Connection;
import dev.pontoon.config.From;
import dev.pontoon.config.RouteConfig;
import dev.pontoon.deadletter.DeadLetters;
import dev.pontoon.delivery.AtLeastOnceLane;
import dev.pontoon.delivery.ByteBudget;
import dev.pontoon.delivery.EffectivelyOnceLane;
import dev.pontoon.delivery.Lane;
import dev.pontoon.delivery.LaneParts;
import dev.pontoon.delivery.Lease;
import dev.pontoon.delivery.LetterKeys;
import dev.pontoon.delivery.TopicGate;
import dev.pontoon.kafka.KafkaPositions;
import dev.pontoon.kafka.KafkaSettings;
import dev.pontoon.kafka.KafkaSink;
import dev.pontoon.kafka.KafkaTransactions;
import dev.pontoon.kafka.MadeTopics;
import dev.pontoon.kafka.Topics;
import dev.pontoon.mapping.RouteMapper;
import dev.pontoon.mapping.TopicChooser;
import dev.pontoon.message.Origin;
import dev.pontoon.observe.Metric;
import dev.pontoon.observe.RouteMetrics;
import dev.pontoon.observe.RouteStatus;
import dev.pontoon.route.Routes;
import dev.pontoon.source.ActiveSources;
import dev.pontoon.source.Preparation;
import dev.pontoon.source.SourceRuntime;
import dev.pontoon.source.Workers;
import dev.pontoon.source.generic.GenericEndpoint;
import dev.pontoon.source.generic.OuterRoute;
import dev.pontoon.source.jms.JmsSource;
import dev.pontoon.source.rabbitmq.RabbitSource;
import java.time.Clock;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds one route of the bridge from the parts that all routes share.
 *
 * @param taken topics that no message may reach by its routing key; may grow
 */
record RouteAssembly(
    BridgeConfig config,
    Clock clock,
    Workers workers,
    ActiveSources sources,
    ByteBudget budget,
    Topics topics,
    Set<String> taken,
    KafkaSettings kafka,
    KafkaSink sink,
    @Nullable ClaimStore claims,
    Routes routes,
    Leases leases) {

  /**
   * Adds the route to Camel; returns its lane.
   *
   * @throws Exception when it can't be built; the message names the route
   */
  Lane add(RouteConfig route, RouteStatus status, RouteMetrics metrics) throws Exception {
    metrics.gauge(Metric.READY, status, s -> s.now().healthy() ? 1 : 0);
    metrics.gauge(Metric.ACTIVE, status, s -> s.now().ready() ? 1 : 0);
    metrics.gauge(Metric.ATTENTION, status, RouteStatus::graveNotices);
    Origin origin = Origins.of(route);
    boolean once = route.delivery() == RouteConfig.Delivery.EFFECTIVELY_ONCE;
    Lease lease = leases.of(route);
    boolean stream = route.from() instanceof From.RabbitStream;
    LaneParts parts = parts(route, origin, metrics, status);
    Lane lane = once ? effectivelyOnce(route, parts, stream) : atLeastOnce(route, parts, stream);
    SourceRuntime runtime =
        new SourceRuntime(
            route,
            origin,
            lane,
            preparation(route, once || stream, lease),
            status,
            metrics,
            workers,
            sources,
            config.limits().inFlight(),
            config.stopTimeout(),
            lease);
    connect(route, runtime);
    return lane;
  }

  /**
   * @param state whether the lane keeps something beside its records
   */
  private Preparation preparation(RouteConfig route, boolean state, Lease lease) {
    return new Preparation() {
      @Override
      public void prepare() throws Exception {
        topics.prepare(route);
        if (state) {
          topics.prepareState(config.name(), route.id());
        }
        if (lease.needed()) {
          topics.prepareLeases(config.name());
        }
      }

      @Override
      public void tryOut() throws Exception {
        topics.checkRights(route);
      }
    };
  }

  private Lane effectivelyOnce(RouteConfig route, LaneParts parts, boolean stream) {
    return new EffectivelyOnceLane(
        parts,
        () -> new KafkaTransactions(kafka, config.name(), route.id()),
        workers.timer(),
        stream);
  }

  private Lane atLeastOnce(RouteConfig route, LaneParts parts, boolean stream) {
    return stream
        ? new AtLeastOnceLane(
            parts,
            sink,
            new KafkaPositions(kafka, sink, config.name(), route.id()),
            workers.timer())
        : new AtLeastOnceLane(parts, sink, budget.remembered());
  }

  private LaneParts parts(
      RouteConfig route, Origin origin, RouteMetrics metrics, RouteStatus status) {
    TopicChooser chooser = new TopicChooser(route.to(), taken);
    RouteMapper mapper =
        new RouteMapper(
            route,
            origin,
            chooser,
            topics::limits,
            clock,
            routes.keys(),
            metrics.timestampsClamped::increment);
    return new LaneParts(
        route.id(),
        route.to().isMade() ? new MadeTopics(route, topics, chooser, clock) : TopicGate.OPEN,
        mapper,
        new DeadLetters(route, origin, () -> topics.limits(route.deadLetter().topic()), clock),
        route.onRefusal(),
        route.onRefusal() == RouteConfig.OnRefusal.PARK_KEY
            ? new OpenLetters(kafka, topics, config.name(), route)
            : LetterKeys.NONE,
        route.oversize(),
        claims,
        route.identity(),
        config.limits().inFlight(),
        budget.share(),
        metrics,
        status,
        workers.pool());
  }

  private void connect(RouteConfig route, SourceRuntime runtime) throws Exception {
    From from = route.from();
    if (from instanceof From.Camel camel) {
      GenericEndpoint inner = new GenericEndpoint(routes.context(), runtime);
      routes.add(route, inner);
      routes.addTried(OuterRoute.of(route.id(), camel.uri(), inner), OuterRoute.SUFFIX);
      return;
    }
    Connection connection = config.connections().get(from.connection());
    if (connection instanceof Connection.Rabbit rabbit) {
      routes.add(
          route, RabbitSource.endpoint(routes.context(), config.name(), rabbit, from, runtime));
    } else if (connection instanceof Connection.Jms jms) {
      routes.add(route, JmsSource.endpoint(routes.context(), jms, from, runtime));
    } else {
      throw new IllegalArgumentException(
          "route " + route.id() + ": there is no connection " + from.connection());
    }
  }
}

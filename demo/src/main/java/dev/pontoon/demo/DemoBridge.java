package dev.pontoon.demo;

import dev.pontoon.app.Bridge;
import dev.pontoon.config.BridgeConfig;
import dev.pontoon.config.ConfigLoader;
import dev.pontoon.config.From;
import dev.pontoon.config.Problem;
import dev.pontoon.config.RouteConfig;
import dev.pontoon.demo.scenario.Scenario;
import dev.pontoon.observe.Metric;
import dev.pontoon.observe.RouteStatus;
import dev.pontoon.rig.Await;
import dev.pontoon.rig.WorkFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The bridge as a user runs it: YAML files in, here with the addresses of the demo's brokers. */
final class DemoBridge implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);

  private final Bridge bridge;
  private final List<RouteConfig> routes;

  private DemoBridge(Bridge bridge, List<RouteConfig> routes) {
    this.bridge = bridge;
    this.routes = routes;
  }

  /**
   * Starts it with the shipped routes and one more for each scenario.
   *
   * @throws CannotStartException when the route files have mistakes; all are in the message
   */
  static DemoBridge start(DemoBrokers brokers, Path routesFolder, WorkFolder folder)
      throws Exception {
    Path config = folder.file("bridge.yaml", config(brokers));
    Path own = folder.folder("routes");
    for (Scenario scenario : Scenario.all()) {
      folder.file("routes/" + scenario.name() + ".yaml", route(scenario));
    }
    ConfigLoader.Loaded shipped = load(config, routesFolder);
    List<RouteConfig> routes = new ArrayList<>(shipped.routes());
    routes.addAll(load(config, own).routes());
    BridgeConfig settings = shipped.bridge();
    Bridge bridge = new Bridge(settings, routes);
    bridge.start();
    return new DemoBridge(bridge, routes);
  }

  /** The name of a scenario's exchange, and of its route. */
  static String exchange(Scenario scenario) {
    return "scenario-" + scenario.name();
  }

  /** The topic that a scenario's exchange is mirrored to. */
  static String topic(Scenario scenario) {
    return exchange(scenario) + ".v1";
  }

  private static String config(DemoBrokers brokers) {
    return """
        connections:
          legacy-rabbit: { rabbitmq: { uri: "%s" } }
          legacy-amq:
            jms:
              factory: org.apache.activemq.ActiveMQConnectionFactory
              properties: { brokerURL: "%s" }
        kafka: { bootstrap.servers: "%s" }
        http: { listen: "127.0.0.1:0" }
        """
        .formatted(brokers.amqp().uri(), brokers.jms().uri(), brokers.kafka().bootstrap());
  }

  private static String route(Scenario scenario) {
    return """
        id: %1$s
        from: { rabbitmq: { connection: legacy-rabbit, exchange: %1$s, bind: [""] } }
        to: { topic: %2$s, partitions: 1 }
        key: message-id
        """
        .formatted(exchange(scenario), topic(scenario));
  }

  private static ConfigLoader.Loaded load(Path config, Path routes) {
    ConfigLoader.Result result = new ConfigLoader().load(config, routes, Map.of());
    if (result instanceof ConfigLoader.Loaded loaded) {
      return loaded;
    }
    List<Problem> problems = ((ConfigLoader.Invalid) result).problems();
    throw new CannotStartException(
        problems.stream().map(Problem::toString).collect(Collectors.joining("\n"))
            + "\nthe demo needs the routes as they are shipped");
  }

  /**
   * A route of the shipped ones.
   *
   * @throws CannotStartException if there is none with this id
   */
  RouteConfig route(String id) {
    return routes.stream()
        .filter(route -> route.id().equals(id))
        .findAny()
        .orElseThrow(
            () ->
                new CannotStartException(
                    "there is no route " + id + "; the demo needs the routes as they are shipped"));
  }

  /** Returns when these routes and those of the scenarios run; a user's own may be in trouble. */
  void awaitReady(List<String> shipped) {
    Set<String> needed = new HashSet<>(shipped);
    Scenario.all().forEach(scenario -> needed.add(exchange(scenario)));
    List<RouteStatus> watched =
        bridge.statuses().stream().filter(status -> needed.contains(status.route())).toList();
    try {
      Await.until(
          "the routes to run",
          START,
          () -> watched.stream().allMatch(status -> status.now().ready()));
    } catch (IllegalStateException e) {
      throw new CannotStartException(
          watched.stream()
              .filter(status -> !status.now().ready())
              .map(DemoBridge::trouble)
              .collect(Collectors.joining("\n")));
    }
  }

  private static String trouble(RouteStatus status) {
    RouteStatus.Snapshot now = status.now();
    String kafka = now.sinkTrouble() == null ? "" : " " + now.sinkTrouble();
    return "route " + status.route() + " does not run: " + now.sourceDetail() + kafka;
  }

  /** Takes the exchanges of the demo and the queues of its bridge away. */
  void forget(AmqpBroker broker) {
    Set<String> exchanges = new HashSet<>(Set.of(OrderPublisher.EXCHANGE));
    Scenario.all().forEach(scenario -> exchanges.add(exchange(scenario)));
    List<From.RabbitExchange> made =
        routes.stream()
            .map(RouteConfig::from)
            .filter(From.RabbitExchange.class::isInstance)
            .map(From.RabbitExchange.class::cast)
            .filter(it -> exchanges.contains(it.exchange()))
            .toList();
    broker.forget(
        made.stream().map(From.RabbitExchange::queue).toList(),
        made.stream().map(From.RabbitExchange::exchange).toList());
  }

  /** Messages that a route has taken and not yet acknowledged. */
  int inFlight(String route) {
    var gauge = bridge.metrics().find(Metric.IN_FLIGHT.meter()).tag("route", route).gauge();
    return gauge == null ? 0 : (int) gauge.value();
  }

  /** Where health and metrics are. */
  String http() {
    return bridge.httpUri();
  }

  @Override
  public void close() {
    bridge.close();
  }
}

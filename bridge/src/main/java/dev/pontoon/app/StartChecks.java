package dev.pontoon.app;

import dev.pontoon.config.ConfigLoader;
import dev.pontoon.config.Connection;
import dev.pontoon.config.From;
import dev.pontoon.config.Places;
import dev.pontoon.config.Problem;
import dev.pontoon.config.RouteConfig;
import dev.pontoon.kafka.KafkaCheck;
import dev.pontoon.mapping.KeyRuleCheck;
import dev.pontoon.route.Routes;
import dev.pontoon.source.Workers;
import dev.pontoon.source.generic.OuterRoute;
import dev.pontoon.source.jms.JmsCheck;
import dev.pontoon.source.jms.OfferedJms;
import dev.pontoon.source.rabbitmq.OfferedRabbit;
import dev.pontoon.source.rabbitmq.RabbitCheck;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a start would refuse although the YAML is right: found by compiling and making everything
 * that can be made without a broker, and told with its place in the file.
 */
final class StartChecks {
  private final ConfigLoader.Loaded loaded;
  private final List<RouteConfig> routes;
  private final Places places;

  /** The sources of a list share a file, and with it the mistake. */
  private final Set<Problem> problems = new LinkedHashSet<>();

  private StartChecks(ConfigLoader.Loaded loaded, List<RouteConfig> routes) {
    this.routes = routes;
    this.loaded = loaded;
    this.places = loaded.places();
  }

  /**
   * All mistakes: of bridge.yaml first, then of the routes, each file from top to bottom.
   *
   * @throws Exception when Camel can't be had
   */
  static List<Problem> problems(ConfigLoader.Loaded loaded, List<RouteConfig> routes)
      throws Exception {
    StartChecks checks = new StartChecks(loaded, routes);
    checks.kafka();
    checks.connections();
    checks.routes();
    List<String> files = checks.problems.stream().map(Problem::file).distinct().toList();
    return checks.problems.stream()
        .sorted(
            Comparator.<Problem>comparingInt(problem -> files.indexOf(problem.file()))
                .thenComparingInt(Problem::line)
                .thenComparingInt(Problem::column))
        .toList();
  }

  /** Properties whose names Kafka's clients do not know; costs next to nothing. */
  static List<Problem> unknownToKafka(ConfigLoader.Loaded loaded) {
    return KafkaCheck.unknown(loaded.bridge()).stream()
        .map(mistake -> kafka(loaded.places(), mistake))
        .toList();
  }

  private static Problem kafka(Places places, KafkaCheck.Mistake mistake) {
    String key = mistake.key().isEmpty() ? "kafka" : "kafka." + mistake.key();
    return mistake.unknown()
        ? places.name(places.bridge(), key, mistake.wrong(), "", mistake.suggestion())
        : places.value(places.bridge(), key, mistake.wrong(), "", null);
  }

  private void kafka() {
    KafkaCheck.mistakes(loaded.bridge()).forEach(mistake -> problems.add(kafka(places, mistake)));
  }

  private void connections() {
    for (Connection connection : loaded.bridge().connections().values()) {
      if (connection instanceof Connection.Jms jms) {
        JmsCheck.problems(jms)
            .forEach(
                (key, wrong) -> problems.add(places.value(places.bridge(), key, wrong, "", null)));
      } else if (connection instanceof Connection.Rabbit rabbit) {
        RabbitCheck.problems(rabbit)
            .forEach(
                (key, wrong) -> problems.add(places.value(places.bridge(), key, wrong, "", null)));
      }
    }
  }

  private void routes() throws Exception {
    try (Workers workers = new Workers();
        Routes camel = new Routes("pontoon-check", StartChecks.class.getClassLoader())) {
      for (Connection connection : loaded.bridge().connections().values()) {
        if (connection instanceof Connection.Jms jms) {
          OfferedJms.offer(camel.context(), jms);
        } else if (connection instanceof Connection.Rabbit rabbit
            && RabbitCheck.problems(rabbit).isEmpty()) {
          OfferedRabbit.offer(camel.context(), rabbit, workers);
        }
      }
      for (RouteConfig route : routes) {
        keys(route, camel);
        if (route.from() instanceof From.Camel from) {
          tell(route, "from.camel.uri", OuterRoute.problem(from.uri(), camel.context()));
        }
      }
    }
  }

  private void keys(RouteConfig route, Routes camel) {
    for (int i = 0; i < route.key().size(); i++) {
      String item = "key[" + i + "]";
      String key = places.has(route.file(), item) ? item : "key";
      RouteConfig.KeyRule rule = route.key().get(i);
      String why = KeyRuleCheck.problem(rule, camel.keys());
      String firstLine = why == null ? null : why.strip().lines().findFirst().orElse("");
      tell(route, key, why == null ? null : "'" + rule.text() + "' can't be used: " + firstLine);
    }
  }

  private void tell(RouteConfig route, String key, @Nullable String why) {
    if (why != null) {
      problems.add(places.value(route.file(), key, why, "", null));
    }
  }
}

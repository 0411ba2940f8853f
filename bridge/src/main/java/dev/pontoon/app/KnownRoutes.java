package dev.pontoon.app;

import dev.pontoon.config.BridgeConfig;
import dev.pontoon.config.ConfigLoader;
import dev.pontoon.config.Connection;
import dev.pontoon.config.MatchedSources;
import dev.pontoon.config.RouteConfig;
import dev.pontoon.config.RouteTestLoader.TestFile;
import dev.pontoon.config.SourcePattern;
import dev.pontoon.kafka.MadeTopics;
import dev.pontoon.source.Workers;
import dev.pontoon.source.rabbitmq.BrokerNames;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The routes that a command means: those of the files, and those of names that patterns match. */
final class KnownRoutes {
  private KnownRoutes() {}

  /**
   * @param troubles why names could not be asked for; empty when all is known
   */
  record Asked(List<RouteConfig> routes, List<String> troubles) {}

  /** Who is asked for the names of this connection's broker. */
  static BrokerNames names(BridgeConfig bridge, String connection, Workers workers) {
    if (bridge.connections().get(connection) instanceof Connection.Rabbit rabbit) {
      Connection.Management management = rabbit.management();
      if (management != null) {
        return new BrokerNames(rabbit, management, workers);
      }
    }
    throw new IllegalArgumentException("connection " + connection + " has no management API");
  }

  /**
   * Without a broker: the routes that files name, or the one of {@code FILE/NAME} with a name that
   * a pattern matches, whether there is such a source or not.
   *
   * @throws CommandLine.ParameterException with the routes that there are
   */
  static List<RouteConfig> named(ConfigLoader.Loaded loaded, String id, CommandSpec spec) {
    int slash = id.indexOf('/');
    String family = slash < 0 ? id : id.substring(0, slash);
    boolean listed = loaded.routes().stream().anyMatch(r -> is(r, id));
    for (SourcePattern pattern : loaded.patterns()) {
      if (!listed && pattern.id().equals(family)) {
        String name = id.substring(slash + 1);
        if (slash >= 0 && pattern.matches(name)) {
          return List.of(pattern.route(name));
        }
        throw new CommandLine.ParameterException(
            spec.commandLine(),
            (slash < 0 ? "route " + id + " is many" : name + " does not match " + pattern.text())
                + "; name one as in "
                + pattern.route(pattern.example()).id());
      }
    }
    return ConfigOptions.routes(loaded.routes(), id, spec);
  }

  private static boolean is(RouteConfig route, String id) {
    return route.id().equals(id) || route.family().equals(id);
  }

  /**
   * The same, and where a whole file with a pattern is meant, what its broker has now.
   *
   * @param id null for all files
   */
  static Asked asked(ConfigLoader.Loaded loaded, @Nullable String id, CommandSpec spec)
      throws InterruptedException {
    List<SourcePattern> meant =
        loaded.patterns().stream().filter(p -> id == null || p.id().equals(id)).toList();
    if (id != null && meant.isEmpty()) {
      return new Asked(named(loaded, id, spec), List.of());
    }
    List<RouteConfig> routes =
        new ArrayList<>(loaded.routes().stream().filter(r -> id == null || is(r, id)).toList());
    List<String> troubles = new ArrayList<>();
    MatchedSources sources =
        new MatchedSources(
            loaded.bridge().name(),
            loaded.routes(),
            loaded.patterns(),
            MadeTopics.taken(loaded.bridge().name(), List.of()),
            topic -> false);
    try (Workers workers = new Workers()) {
      for (SourcePattern pattern : meant) {
        try {
          var found = names(loaded.bridge(), pattern.connection(), workers).all(pattern.kind());
          routes.addAll(sources.choose(pattern, found, Integer.MAX_VALUE).fresh());
        } catch (IOException e) {
          troubles.add(
              e.getMessage()
                  + "; the routes of "
                  + pattern.id()
                  + " are not known. Name one as in --route "
                  + pattern.route(pattern.example()).id());
        }
      }
    }
    return new Asked(routes, troubles);
  }

  /** Topics that no routing key may lead to, as far as they are known. */
  static Set<String> taken(ConfigLoader.Loaded loaded, List<RouteConfig> more) {
    Set<String> taken = MadeTopics.taken(loaded.bridge().name(), loaded.routes());
    taken.addAll(MadeTopics.taken(loaded.bridge().name(), more));
    loaded.patterns().forEach(pattern -> taken.addAll(pattern.sharedTopics()));
    return taken;
  }

  /** For tests without a broker: names that tests name, else one that matches. */
  static List<RouteConfig> tested(ConfigLoader.Loaded loaded, List<TestFile> files) {
    List<RouteConfig> routes = new ArrayList<>(loaded.routes());
    for (SourcePattern pattern : loaded.patterns()) {
      Set<String> listed = new LinkedHashSet<>();
      loaded.routes().stream()
          .filter(route -> route.file().equals(pattern.file()))
          .forEach(route -> listed.add(route.from().source()));
      Set<String> names = new LinkedHashSet<>();
      files.stream()
          .filter(file -> file.routeFile().equals(pattern.file()))
          .flatMap(file -> file.tests().stream())
          .map(test -> test.given().source())
          .filter(name -> name != null && pattern.matches(name) && !listed.contains(name))
          .forEach(names::add);
      if (names.isEmpty() && listed.isEmpty()) {
        names.add(pattern.example());
      }
      names.forEach(name -> routes.add(pattern.route(name)));
    }
    return routes;
  }
}

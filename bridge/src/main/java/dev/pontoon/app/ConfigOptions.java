package dev.pontoon.app;

import dev.pontoon.config.ConfigLoader;
import dev.pontoon.config.RouteConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Where the YAML is: the same options for every command that reads it. */
final class ConfigOptions {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      defaultValue = "config/bridge.yaml",
      description = "Where things are. Default: ${DEFAULT-VALUE}")
  private Path config = Path.of("config/bridge.yaml");

  @Option(
      names = {"-r", "--routes"},
      paramLabel = "FOLDER",
      defaultValue = "routes",
      description = "What moves: one YAML file per route. Default: ${DEFAULT-VALUE}")
  private Path routes = Path.of("routes");

  Path config() {
    return config;
  }

  Path routes() {
    return routes;
  }

  /** Returns null after it has printed every mistake. */
  ConfigLoader.@Nullable Loaded load(PrintWriter err) {
    ConfigLoader.Result result = new ConfigLoader().load(config, routes, System.getenv());
    if (result instanceof ConfigLoader.Loaded loaded) {
      return loaded;
    }
    ConfigLoader.Invalid invalid = (ConfigLoader.Invalid) result;
    invalid.problems().forEach(err::println);
    int count = invalid.problems().size();
    err.println(count + (count == 1 ? " mistake" : " mistakes") + "; nothing was started");
    err.flush();
    return null;
  }

  /**
   * @throws CommandLine.ParameterException with the routes that there are
   */
  static RouteConfig route(
      List<RouteConfig> routes, String id, CommandLine.Model.CommandSpec spec) {
    return routes.stream()
        .filter(route -> route.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new CommandLine.ParameterException(
                    spec.commandLine(),
                    "no route "
                        + id
                        + "; there are "
                        + String.join(", ", routes.stream().map(RouteConfig::id).toList())));
  }
}

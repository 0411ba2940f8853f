package dev.pontoon.app;

import dev.pontoon.config.ConfigLoader;
import dev.pontoon.config.Problem;
import dev.pontoon.config.RouteConfig;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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
    print(((ConfigLoader.Invalid) result).problems(), err);
    where(err);
    return null;
  }

  /** A path that is not absolute is another one in each folder. */
  private void where(PrintWriter err) {
    if (Stream.of(config, routes).anyMatch(path -> !path.isAbsolute() && Files.notExists(path))) {
      err.println(
          "looked in "
              + Path.of("").toAbsolutePath()
              + ", the current folder; --config and --routes name other places");
      err.flush();
    }
  }

  /** Every mistake and their number. */
  static void print(List<Problem> problems, PrintWriter err) {
    problems.forEach(err::println);
    int count = problems.size();
    err.println(count + (count == 1 ? " mistake" : " mistakes") + "; nothing was started");
    err.flush();
  }

  /**
   * The route with this id, or all that a file with this id lists; in the order of the file.
   *
   * @throws CommandLine.ParameterException with the routes that there are
   */
  static List<RouteConfig> routes(
      List<RouteConfig> routes, String id, CommandLine.Model.CommandSpec spec) {
    List<RouteConfig> found =
        routes.stream()
            .filter(route -> route.id().equals(id) || route.family().equals(id))
            .toList();
    if (found.isEmpty()) {
      throw wrong("no route " + id + "; there are " + ids(routes), spec);
    }
    return found;
  }

  /**
   * The one route with this id.
   *
   * @throws CommandLine.ParameterException with the routes that there are, or those that the file
   *     with this id lists
   */
  static RouteConfig route(
      List<RouteConfig> routes, String id, CommandLine.Model.CommandSpec spec) {
    List<RouteConfig> found = routes(routes, id, spec);
    if (found.size() > 1) {
      throw wrong("route " + id + " is several; name one of " + ids(found), spec);
    }
    return found.get(0);
  }

  private static String ids(List<RouteConfig> routes) {
    return String.join(", ", routes.stream().map(RouteConfig::id).toList());
  }

  private static CommandLine.ParameterException wrong(
      String message, CommandLine.Model.CommandSpec spec) {
    return new CommandLine.ParameterException(spec.commandLine(), message);
  }
}

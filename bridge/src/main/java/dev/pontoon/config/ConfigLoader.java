package dev.pontoon.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads bridge.yaml and the route files, and reports every mistake in them at once.
 *
 * <p>Any content of the files is answered with a value, never with an exception. Stateless, for any
 * thread.
 */
public final class ConfigLoader {

  /** What came of it. */
  public sealed interface Result {}

  /**
   * Everything is right.
   *
   * @param routes in the order of their file names; a file with a list of sources gives one for
   *     each
   * @param patterns of files whose further routes depend on what the broker has; together with the
   *     routes at least one
   * @param places where everything stands
   */
  public record Loaded(
      BridgeConfig bridge, List<RouteConfig> routes, List<SourcePattern> patterns, Places places)
      implements Result {}

  /**
   * Something is wrong.
   *
   * @param problems all of them, by file, then from top to bottom; at least one
   */
  public record Invalid(List<Problem> problems) implements Result {}

  /**
   * @param bridgeYaml the file that says where things are
   * @param routesDir the folder of which every {@code *.yaml} or {@code *.yml} but {@code
   *     *.test.yaml} is a route
   * @param env what <code>${env:…}</code> is filled from
   */
  public Result load(Path bridgeYaml, Path routesDir, Map<String, String> env) {
    Report report = new Report();
    Places places = new Places(bridgeYaml.toString());
    Values bridge = read(bridgeYaml, BridgeOptions.BRIDGE, env, report, places);
    if (bridge != null) {
      BridgeChecks.check(bridge);
    }
    List<RouteFile> routes = new ArrayList<>();
    for (Path path : new RoutesFolder(routesDir, report).routes()) {
      Values values = read(path, RouteOptions.ROUTE, env, report, places);
      if (values != null) {
        routes.add(new RouteFile(path.toString(), values));
      }
    }
    String name = bridge == null ? null : bridge.find(BridgeOptions.NAME);
    RouteBuilder builder =
        new RouteBuilder(
            new SourceBuilder(name == null ? "" : name, Connections.of(bridge)),
            claimStore(bridge));
    new RouteChecks(builder, bridge != null).check(routes);
    if (bridge == null || !report.isEmpty()) {
      return new Invalid(report.problems());
    }
    return new Loaded(
        BridgeBuilder.build(bridge),
        routes.stream()
            .flatMap(route -> builder.build(route.values(), route.file()).stream())
            .toList(),
        routes.stream()
            .flatMap(route -> Stream.ofNullable(builder.pattern(route.values(), route.file())))
            .toList(),
        places);
  }

  private static @Nullable String claimStore(@Nullable Values bridge) {
    Values store = bridge == null ? null : bridge.find(BridgeOptions.CLAIM_CHECK);
    return store == null ? null : store.find(BridgeOptions.CLAIM_NAME);
  }

  private static @Nullable Values read(
      Path path, Group group, Map<String, String> env, Report report, Places places) {
    Path folder = path.toAbsolutePath().getParent();
    Placeholders placeholders =
        new Placeholders(env, folder == null ? path.toAbsolutePath() : folder);
    Place root = new Place(path.toString(), "", report, placeholders, false);
    Yaml yaml = YamlReader.read(path, root);
    if (yaml == null) {
      return null;
    }
    places.add(path.toString(), yaml);
    return group.read(yaml, root);
  }
}

package dev.pontoon.config;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What routes need to know of the connections in bridge.yaml.
 *
 * @param kinds {@code rabbitmq} or {@code jms} by the connection's name
 * @param mute those of RabbitMQ that surely have no management API
 * @param known whether the connections could be read at all
 */
record Connections(Map<String, String> kinds, Set<String> mute, boolean known) {

  /** Connections that could not be read well enough to know their kind fit everywhere. */
  private static final String UNKNOWN = "";

  /**
   * @param bridge null when the file could not be read
   */
  static Connections of(@Nullable Values bridge) {
    Map<String, String> kinds = new LinkedHashMap<>();
    Set<String> mute = new LinkedHashSet<>();
    Map<String, Values> written = bridge == null ? null : bridge.find(BridgeOptions.CONNECTIONS);
    if (written != null) {
      written.forEach((name, values) -> kinds.put(name, kind(values)));
      written.forEach(
          (name, values) -> {
            Values rabbit = values.find(BridgeOptions.RABBITMQ);
            if (rabbit != null && !rabbit.wrote(BridgeOptions.MANAGEMENT)) {
              mute.add(name);
            }
          });
    }
    boolean known = written != null || (bridge != null && !bridge.wrote(BridgeOptions.CONNECTIONS));
    return new Connections(kinds, mute, known);
  }

  private static String kind(Values values) {
    for (Option<Values> kind : List.of(BridgeOptions.RABBITMQ, BridgeOptions.JMS)) {
      if (values.wrote(kind)) {
        return kind.name();
      }
    }
    return UNKNOWN;
  }

  /** The named one, or the only one of its kind; null when there is none or a choice of several. */
  @Nullable String resolve(String kind, @Nullable String name) {
    if (name != null) {
      return name;
    }
    List<String> fitting = fitting(kind);
    return fitting.size() == 1 ? fitting.get(0) : null;
  }

  /** Reports what {@link #resolve} can't resolve, and a connection of another kind. */
  void check(String kind, Values source) {
    if (!known) {
      return;
    }
    String name = source.find(RouteOptions.CONNECTION);
    List<String> fitting = fitting(kind);
    String defined =
        fitting.isEmpty()
            ? "bridge.yaml defines no " + kind + " connection"
            : "defined in bridge.yaml: " + String.join(", ", fitting);
    if (name == null) {
      if (fitting.size() != 1 && !source.wrote(RouteOptions.CONNECTION)) {
        source.problem(RouteOptions.CONNECTION, "this key is missing", defined);
      }
      return;
    }
    String actual = kinds.get(name);
    String shown = "'" + Place.printable(name) + "'";
    if (actual == null) {
      source.problem(
          RouteOptions.CONNECTION,
          "connection " + shown + " is not defined",
          defined,
          Similar.nearest(name, fitting));
    } else if (!actual.equals(kind) && !actual.equals(UNKNOWN)) {
      source.problem(
          RouteOptions.CONNECTION,
          "connection " + shown + " is a " + actual + " connection, and this source is " + kind,
          defined);
    }
  }

  private List<String> fitting(String kind) {
    return kinds.entrySet().stream()
        .filter(entry -> entry.getValue().equals(kind) || entry.getValue().equals(UNKNOWN))
        .map(Map.Entry::getKey)
        .toList();
  }
}

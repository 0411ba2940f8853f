package dev.pontoon.route;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pontoon.config.RouteConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A route with steps as Camel's YAML DSL (JSON is YAML). A {@code filter} without steps of its own
 * leaves out what does not match: the rest of the route moves into it. Steps that make several
 * messages of one end at the first that fails: what comes after it is in the dead letter with it,
 * and is made when that is redriven.
 */
final class StepsYaml {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Set<String> SEVERAL = Set.of("split", "multicast", "recipientList");

  private StepsYaml() {}

  static String route(String id, String fromUri, List<RouteConfig.Step> steps, String toUri) {
    List<Object> all = new ArrayList<>();
    steps.forEach(step -> all.add(stopping(step.data())));
    all.add(Map.of("to", Map.of("uri", toUri)));
    Map<String, Object> from = new LinkedHashMap<>();
    from.put("uri", fromUri);
    from.put("steps", nested(all));
    Map<String, Object> route = Map.of("route", Map.of("id", id, "from", from));
    try {
      return JSON.writeValueAsString(List.of(route));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("route " + id + ": steps can't be written as YAML", e);
    }
  }

  private static Object stopping(Object data) {
    if (data instanceof List<?> list) {
      return list.stream().map(StepsYaml::stopping).toList();
    }
    if (!(data instanceof Map<?, ?> map)) {
      return data;
    }
    Map<Object, Object> result = new LinkedHashMap<>();
    map.forEach((name, value) -> result.put(name, stopping(value, SEVERAL.contains(name))));
    return result;
  }

  private static Object stopping(Object value, boolean several) {
    Object below = stopping(value);
    if (several && below instanceof Map<?, ?> step) {
      Map<Object, Object> stops = new LinkedHashMap<>(step);
      stops.put("stopOnException", true);
      return stops;
    }
    return below;
  }

  private static List<Object> nested(List<Object> steps) {
    List<Object> result = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i) instanceof Map<?, ?> step
          && step.get("filter") instanceof Map<?, ?> filter
          && !filter.containsKey("steps")) {
        Map<Object, Object> whole = new LinkedHashMap<>(filter);
        whole.put("steps", nested(steps.subList(i + 1, steps.size())));
        result.add(Map.of("filter", whole));
        return result;
      }
      result.add(steps.get(i));
    }
    return result;
  }
}

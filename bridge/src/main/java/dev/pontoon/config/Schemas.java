package dev.pontoon.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON Schema, draft 7: the draft that the YAML language server knows best. */
final class Schemas {
  private Schemas() {}

  /** Keeps its order, so that the written files don't change without reason. */
  static Map<String, Object> map(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }

  static Map<String, Object> orPlaceholder(Map<String, Object> schema) {
    return map(
        "anyOf", List.of(schema, map("type", "string", "pattern", "\\$\\{(env|file):[^}]+\\}")));
  }

  static <T> Map<String, Object> of(Option<T> option) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("description", option.doc());
    T fallback = option.fallback();
    if (fallback instanceof Integer || fallback instanceof Boolean) {
      schema.put("default", fallback);
    } else if (fallback != null) {
      schema.put("default", option.kind().write(fallback));
    }
    schema.putAll(option.kind().schema());
    return schema;
  }
}

package dev.pontoon.config;

import dev.pontoon.config.RouteTest.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Any YAML value, taken as JSON. Decimals keep all their digits. */
final class JsonKind implements Kind<Json> {
  static final JsonKind JSON = new JsonKind();

  private JsonKind() {}

  @Override
  public Json read(Yaml value, Place place) {
    return new Json(data(value, place));
  }

  /** Null for an empty value, and after a problem was reported. */
  @SuppressWarnings("NullAway") // JSON may hold a null everywhere
  private static @Nullable Object data(Yaml value, Place place) {
    if (value instanceof Yaml.Mapping mapping) {
      Map<String, Object> map = new LinkedHashMap<>();
      for (Yaml.Entry entry : mapping.entries()) {
        map.put(entry.key(), data(entry.value(), place.under(entry.key())));
      }
      return Collections.unmodifiableMap(map);
    }
    if (value instanceof Yaml.Items items) {
      List<Object> list = new ArrayList<>();
      for (int i = 0; i < items.values().size(); i++) {
        list.add(data(items.values().get(i), place.item(i)));
      }
      return Collections.unmodifiableList(list);
    }
    Yaml.Scalar scalar = (Yaml.Scalar) value;
    return scalar.type() == Yaml.Type.DECIMAL
        ? decimal(scalar, place)
        : DataKind.data(scalar, place);
  }

  private static @Nullable Object decimal(Yaml.Scalar scalar, Place place) {
    try {
      return new BigDecimal(scalar.text());
    } catch (NumberFormatException e) {
      place.problem(scalar.at(), place.shown(scalar) + " is not JSON", "JSON has finite numbers");
      return null;
    }
  }

  @Override
  public String label() {
    return "any JSON";
  }

  @Override
  public Map<String, Object> schema() {
    return Schemas.map("type", List.of("object", "array", "string", "number", "boolean", "null"));
  }
}

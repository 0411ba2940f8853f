package dev.pontoon.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A list; a single value stands for a list of one.
 *
 * @param item what the list is made of
 */
record ListKind<T>(Kind<T> item) implements Kind<List<T>> {

  @Override
  public @Nullable List<T> read(Yaml value, Place place) {
    if (!(value instanceof Yaml.Items items)) {
      T only = item.read(value, place);
      return only == null ? null : List.of(only);
    }
    if (items.values().isEmpty()) {
      place.problem(value.at(), "the list is empty", "at least one value, or leave the key out");
      return null;
    }
    List<T> all = new ArrayList<>();
    for (int i = 0; i < items.values().size(); i++) {
      T one = item.read(items.values().get(i), place.item(i));
      if (one != null) {
        all.add(one);
      }
    }
    return all.size() == items.values().size() ? List.copyOf(all) : null;
  }

  @Override
  public String label() {
    return item.label() + ", or a list of these";
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> one = item.schema();
    return Schemas.map(
        "anyOf", List.of(one, Schemas.map("type", "array", "minItems", 1, "items", one)));
  }
}

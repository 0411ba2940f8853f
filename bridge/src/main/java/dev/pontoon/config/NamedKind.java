package dev.pontoon.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A mapping from names of the user's own to groups of the same form.
 *
 * @param group what stands under each name
 */
record NamedKind(Group group) implements Kind<Map<String, Values>> {

  /** Names whose values could not be read are left out. */
  @Override
  public @Nullable Map<String, Values> read(Yaml value, Place place) {
    if (!(value instanceof Yaml.Mapping mapping)) {
      place.unfit(value, "a mapping from names stands here");
      return null;
    }
    Map<String, Values> all = new LinkedHashMap<>();
    for (Yaml.Entry entry : mapping.entries()) {
      Place below = place.named(entry.key());
      if (Kinds.NAME.parse().apply(entry.key()) == null) {
        below.problem(entry.at(), "this " + Kinds.NAME.wrong(), Kinds.NAME.allowed());
      }
      Values values = group.read(entry.value(), below);
      if (values != null) {
        all.put(entry.key(), values);
      }
    }
    return Collections.unmodifiableMap(all);
  }

  @Override
  public String label() {
    return "keys below, under a name";
  }

  @Override
  public Map<String, Object> schema() {
    return Schemas.map("type", "object", "additionalProperties", group.schema());
  }

  @Override
  public Group nested() {
    return group;
  }

  @Override
  public String nestedPath(String path) {
    return path + ".NAME";
  }
}

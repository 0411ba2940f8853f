package dev.pontoon.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Properties of another program under its own names: free keys, single values. A value is a String,
 * or a {@link Secret} when it came from outside the file or its key is password-like.
 *
 * @param owned keys whose value is not free, with the reason
 * @param required keys that must be there
 * @param open keys whose value is an address and is shown even when it came from outside
 */
record SettingsKind(Map<String, Owned> owned, List<String> required, Set<String> open)
    implements Kind<Map<String, Object>> {

  /**
   * @param refused whether this value is not allowed
   * @param wrong what is wrong with it
   * @param reason what holds instead, and why
   */
  record Owned(Predicate<String> refused, String wrong, String reason) {
    static Owned always(String reason) {
      return new Owned(value -> true, "Pontoon sets this itself", reason);
    }

    static Owned instead(String key) {
      return new Owned(value -> true, "this has a key of its own", "write " + key + " instead");
    }

    /** Whether no value at all is allowed. */
    boolean whole() {
      return refused.test("");
    }
  }

  @Override
  public @Nullable Map<String, Object> read(Yaml value, Place place) {
    if (!(value instanceof Yaml.Mapping mapping)) {
      place.unfit(value, "a mapping from property names to values stands here");
      return null;
    }
    Map<String, Object> settings = new LinkedHashMap<>();
    Map<String, Yaml.Entry> written = new LinkedHashMap<>();
    for (Yaml.Entry entry : mapping.entries()) {
      written.put(entry.key(), entry);
      Object setting = setting(entry, place.under(entry.key()));
      if (setting != null) {
        settings.put(entry.key(), setting);
      }
    }
    for (String key : required) {
      if (!written.containsKey(key)) {
        missing(key, mapping, written, place);
      }
    }
    return Collections.unmodifiableMap(settings);
  }

  /** All keys are allowed, so the one that was meant may be there under a slightly wrong name. */
  private static void missing(
      String key, Yaml.Mapping mapping, Map<String, Yaml.Entry> written, Place place) {
    String nearest = Similar.nearest(key, written.keySet());
    Yaml.Entry entry = nearest == null ? null : written.get(nearest);
    String wrong = "'" + key + "' is missing";
    if (entry == null) {
      place.problem(mapping.at(), wrong, "it must be there");
    } else {
      place.under(entry.key()).problem(entry.at(), wrong + ", and this looks like it", "", key);
    }
  }

  private @Nullable Object setting(Yaml.Entry entry, Place place) {
    if (!(entry.value() instanceof Yaml.Scalar scalar) || Kinds.isNothing(entry.value())) {
      place.unfit(entry.value(), "a single value; several are written with commas between them");
      return null;
    }
    Placeholders.Filled filled = place.fill(scalar);
    if (filled == null) {
      return null;
    }
    Owned owner = owned.get(entry.key());
    if (owner != null && owner.refused().test(filled.text())) {
      place.problem(entry.at(), owner.wrong(), owner.reason());
      return null;
    }
    boolean hidden = place.secret() || (filled.outside() && !open.contains(entry.key()));
    return hidden ? filled.secret() : filled.text();
  }

  @Override
  public String label() {
    return "free keys";
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> properties = new LinkedHashMap<>();
    owned.forEach(
        (key, owner) -> {
          if (owner.whole()) {
            properties.put(
                key,
                Schemas.map("description", owner.wrong() + ": " + owner.reason(), "not", Map.of()));
          }
        });
    Map<String, Object> schema =
        Schemas.map(
            "type",
            "object",
            "properties",
            properties,
            "additionalProperties",
            Schemas.map("type", List.of("string", "number", "boolean")));
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    return schema;
  }
}

package dev.pontoon.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A mapping with known keys.
 *
 * @param doc one sentence for the reference page
 * @param options in the order of the reference page
 * @param exactlyOne of these must be there; empty for no such rule
 * @param needs an option that makes sense only beside another
 */
record Group(
    String doc,
    List<Option<?>> options,
    List<Option<?>> exactlyOne,
    Map<Option<?>, Option<?>> needs)
    implements Kind<Values> {

  static Group of(String doc, Option<?>... options) {
    return new Group(doc, List.of(options), List.of(), Map.of());
  }

  Group exactlyOneOf(Option<?>... choice) {
    return new Group(doc, options, List.of(choice), needs);
  }

  Group needing(Option<?> option, Option<?> other) {
    Map<Option<?>, Option<?>> more = new LinkedHashMap<>(needs);
    more.put(option, other);
    return new Group(doc, options, exactlyOne, more);
  }

  @Override
  public @Nullable Values read(Yaml value, Place place) {
    if (!(value instanceof Yaml.Mapping mapping)) {
      place.unfit(value, "a mapping stands here, with the keys " + names(options));
      return null;
    }
    Map<Option<?>, Object> found = new HashMap<>();
    Map<Option<?>, Position> positions = new HashMap<>();
    Set<String> meant = new HashSet<>();
    for (Yaml.Entry entry : mapping.entries()) {
      Option<?> option = option(entry.key());
      if (option == null) {
        unknown(entry, place, meant);
        continue;
      }
      positions.put(option, entry.value().at());
      Place below = place.under(option.name());
      Object read = option.kind().read(entry.value(), option.secret() ? below.hidden() : below);
      if (read != null) {
        found.put(option, read);
      }
    }
    Values values = new Values(mapping.at(), place, found, positions);
    complete(values, mapping.at(), place, meant);
    return values;
  }

  private @Nullable Option<?> option(String name) {
    for (Option<?> option : options) {
      if (option.name().equals(name)) {
        return option;
      }
    }
    return null;
  }

  private void unknown(Yaml.Entry entry, Place place, Set<String> meant) {
    List<String> known = options.stream().map(Option::name).toList();
    String nearest = Similar.nearest(entry.key(), known);
    if (nearest != null) {
      meant.add(nearest);
    }
    place
        .under(entry.key())
        .problem(entry.at(), "this key is not known", "allowed: " + names(options), nearest);
  }

  /** A key that was probably meant by an unknown one is not reported as missing as well. */
  private void complete(Values values, Position at, Place place, Set<String> meant) {
    for (Option<?> option : options) {
      if (option.required() && !values.wrote(option) && !meant.contains(option.name())) {
        String doc = option.doc().replaceFirst("\\.$", "");
        place.problem(at, "'" + option.name() + "' is missing", doc);
      }
    }
    List<Option<?>> chosen = exactlyOne.stream().filter(values::wrote).toList();
    if (chosen.size() > 1) {
      Option<?> second = chosen.get(1);
      values.problem(
          second, "'" + chosen.get(0).name() + "' stands here too", "only one of them is allowed");
    } else if (chosen.isEmpty()
        && !exactlyOne.isEmpty()
        && exactlyOne.stream().noneMatch(o -> meant.contains(o.name()))) {
      place.problem(at, "one of " + names(exactlyOne) + " is missing", "exactly one must be there");
    }
    needs.forEach(
        (option, other) -> {
          if (values.wrote(option) && !values.wrote(other)) {
            values.problem(option, "this key needs '" + other.name() + "' beside it", "");
          }
        });
  }

  private static String names(List<Option<?>> options) {
    return options.stream().map(Option::name).collect(Collectors.joining(", "));
  }

  @Override
  public String label() {
    return "keys below";
  }

  @Override
  public Group nested() {
    return this;
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (Option<?> option : options) {
      properties.put(option.name(), Schemas.of(option));
      if (option.required()) {
        required.add(option.name());
      }
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("additionalProperties", false);
    schema.put("properties", properties);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    if (!exactlyOne.isEmpty()) {
      schema.put(
          "oneOf",
          exactlyOne.stream().map(option -> Map.of("required", List.of(option.name()))).toList());
    }
    if (!needs.isEmpty()) {
      Map<String, Object> dependencies = new LinkedHashMap<>();
      needs.forEach((option, other) -> dependencies.put(option.name(), List.of(other.name())));
      schema.put("dependencies", dependencies);
    }
    return schema;
  }
}

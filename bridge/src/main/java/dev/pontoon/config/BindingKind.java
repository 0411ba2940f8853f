package dev.pontoon.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A routing key, or the arguments of a headers exchange. */
final class BindingKind implements Kind<From.Binding> {
  static final BindingKind BINDING = new BindingKind();

  /** Everything of a fanout, topic or headers exchange. */
  static final List<From.Binding> EVERYTHING = List.of(new From.Binding("#", Map.of()));

  private static final String ALLOWED =
      "allowed: a routing key, or for a headers exchange a mapping such as"
          + " { x-match: all, type: order }";

  private BindingKind() {}

  @Override
  public From.@Nullable Binding read(Yaml value, Place place) {
    if (value instanceof Yaml.Mapping mapping) {
      Map<String, Object> arguments = DataKind.DATA.read(mapping, place.literal());
      return arguments == null ? null : new From.Binding("", arguments);
    }
    if (!(value instanceof Yaml.Scalar scalar) || Kinds.isNothing(value)) {
      place.unfit(value, ALLOWED);
      return null;
    }
    Placeholders.Filled filled = place.fill(scalar);
    if (filled == null) {
      return null;
    }
    if (filled.text().length() > 255) {
      place.problem(scalar.at(), "the routing key is too long", "allowed: up to 255 characters");
      return null;
    }
    return new From.Binding(filled.text(), Map.of());
  }

  @Override
  public String label() {
    return "routing key or header arguments";
  }

  @Override
  public Map<String, Object> schema() {
    return Schemas.map("type", List.of("string", "number", "object"));
  }
}

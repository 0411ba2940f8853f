package dev.pontoon.config;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A single value.
 *
 * @param label for the reference page and for messages: {@code duration}
 * @param wrong what is said of a value that doesn't parse: {@code is not a duration}
 * @param allowed what may stand here
 * @param types of unquoted values; a text with a placeholder is always tried
 * @param parse null for a value that is not allowed
 * @param write the opposite of parse
 * @param suggest what a wrong value was probably meant to be
 * @param schema without the placeholder
 */
record ScalarKind<T>(
    String label,
    String wrong,
    String allowed,
    Set<Yaml.Type> types,
    Function<String, @Nullable T> parse,
    Function<T, String> write,
    Function<String, @Nullable String> suggest,
    Map<String, Object> schema)
    implements Kind<T> {

  static <T> ScalarKind<T> of(
      String label, String wrong, String allowed, Function<String, @Nullable T> parse) {
    return new ScalarKind<>(
        label,
        wrong,
        allowed,
        Set.of(Yaml.Type.TEXT),
        parse,
        String::valueOf,
        text -> null,
        Map.of("type", "string"));
  }

  ScalarKind<T> types(Yaml.Type... accepted) {
    return new ScalarKind<>(label, wrong, allowed, Set.of(accepted), parse, write, suggest, schema);
  }

  ScalarKind<T> writing(Function<T, String> writer) {
    return new ScalarKind<>(label, wrong, allowed, types, parse, writer, suggest, schema);
  }

  ScalarKind<T> suggesting(Function<String, @Nullable String> guess) {
    return new ScalarKind<>(label, wrong, allowed, types, parse, write, guess, schema);
  }

  ScalarKind<T> described(Map<String, Object> described) {
    return new ScalarKind<>(
        label, wrong, allowed, types, parse, write, suggest, Schemas.orPlaceholder(described));
  }

  @Override
  public @Nullable T read(Yaml value, Place place) {
    if (!(value instanceof Yaml.Scalar scalar) || Kinds.isNothing(value)) {
      place.unfit(value, allowed);
      return null;
    }
    boolean filling = place.placeholders() != null && Placeholders.isIn(scalar.text());
    if (!filling && !types.contains(scalar.type())) {
      place.problem(scalar.at(), mistaken(scalar, place), allowed, meant(scalar, place));
      return null;
    }
    Placeholders.Filled filled = place.fill(scalar);
    if (filled == null) {
      return null;
    }
    T parsed = parse.apply(filled.text());
    if (parsed == null) {
      boolean quiet = place.secret() || filled.outside();
      String meant = quiet ? null : suggest.apply(filled.text());
      place.problem(scalar.at(), place.shown(scalar) + " " + wrong, allowed, meant);
    }
    return parsed;
  }

  private String mistaken(Yaml.Scalar scalar, Place place) {
    return switch (scalar.type()) {
      case WHOLE, DECIMAL -> place.shown(scalar) + " is a number here";
      case FLAG -> place.shown(scalar) + " is a yes-or-no here";
      default ->
          parse.apply(scalar.text()) == null
              ? place.shown(scalar) + " " + wrong
              : place.shown(scalar) + " stands in quotes";
    };
  }

  /** What was meant by a value of the wrong type; quotes are the usual mistake. */
  private @Nullable String meant(Yaml.Scalar scalar, Place place) {
    if (place.secret()) {
      return null;
    }
    if (parse.apply(scalar.text()) == null) {
      return suggest.apply(scalar.text());
    }
    return types.contains(Yaml.Type.TEXT) ? '"' + scalar.text() + '"' : null;
  }

  @Override
  public String write(T value) {
    return write.apply(value);
  }
}

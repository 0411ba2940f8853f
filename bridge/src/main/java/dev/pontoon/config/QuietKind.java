package dev.pontoon.config;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An address, which may hold a password in its user part or its parameters: then it is not shown in
 * a problem.
 *
 * @param kind what it is
 */
record QuietKind<T>(Kind<T> kind) implements Kind<T> {
  private static final Pattern SECRET_PART = Pattern.compile("[@?;&=]|//[^/]*:[^/]*:");

  @Override
  public @Nullable T read(Yaml value, Place place) {
    boolean bare =
        value instanceof Yaml.Scalar scalar && !SECRET_PART.matcher(scalar.text()).find();
    return kind.read(value, bare ? place : place.hidden());
  }

  @Override
  public String label() {
    return kind.label();
  }

  @Override
  public Map<String, Object> schema() {
    return kind.schema();
  }

  @Override
  public String write(T value) {
    return kind.write(value);
  }
}

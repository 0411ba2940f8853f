package dev.pontoon.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value that may hold a password among other things, such as an address: never shown in a
 * problem.
 *
 * @param kind what it is
 */
record QuietKind<T>(Kind<T> kind) implements Kind<T> {

  @Override
  public @Nullable T read(Yaml value, Place place) {
    return kind.read(value, place.hidden());
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

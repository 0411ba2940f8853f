package dev.pontoon.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What may stand as a value: reads it, and describes itself to editors and to people.
 *
 * @param <T> what it is read as
 */
interface Kind<T> {

  /** Null after a problem was reported. */
  @Nullable T read(Yaml value, Place place);

  /** For the reference page: {@code duration}. */
  String label();

  /** JSON Schema, draft 7. */
  Map<String, Object> schema();

  /** The value as it would be written in YAML. */
  default String write(T value) {
    return String.valueOf(value);
  }

  /** The keys below this one, where they are known. */
  default @Nullable Group nested() {
    return null;
  }

  /** Path of the keys in {@link #nested} when this kind stands at the given path. */
  default String nestedPath(String path) {
    return path;
  }

  default boolean secret() {
    return false;
  }
}

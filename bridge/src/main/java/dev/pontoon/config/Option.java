package dev.pontoon.config;

import dev.pontoon.message.SecretText;
import org.jspecify.annotations.Nullable;

/**
 * One key of the YAML: the single place that validation, JSON Schema and reference page know it
 * from.
 *
 * @param name as written
 * @param kind what may stand behind it
 * @param doc one sentence, in Markdown
 * @param required whether it must be there
 * @param fallback its value when it is not there; null for none
 * @param otherwise what holds when it is not there, in words; empty for nothing to say
 */
record Option<T>(
    String name,
    Kind<T> kind,
    String doc,
    boolean required,
    @Nullable T fallback,
    String otherwise) {

  static <T> Option<T> of(String name, Kind<T> kind, String doc) {
    return new Option<>(name, kind, doc, false, null, "");
  }

  Option<T> must() {
    return new Option<>(name, kind, doc, true, null, "");
  }

  Option<T> or(T value) {
    return new Option<>(name, kind, doc, false, value, "`" + kind.write(value) + "`");
  }

  /** For a default that is made elsewhere. */
  Option<T> orElse(String words) {
    return new Option<>(name, kind, doc, false, null, words);
  }

  boolean secret() {
    return kind.secret() || SecretText.isSecretName(name);
  }

  /** Options are constants: each is only itself. */
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}

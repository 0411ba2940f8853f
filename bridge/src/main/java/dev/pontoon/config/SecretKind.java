package dev.pontoon.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A single value of any type that is never shown. */
final class SecretKind implements Kind<Secret> {
  static final SecretKind SECRET = new SecretKind();

  private SecretKind() {}

  @Override
  public @Nullable Secret read(Yaml value, Place place) {
    if (!(value instanceof Yaml.Scalar scalar) || Kinds.isNothing(value)) {
      place.unfit(value, "a text stands here, such as \"${env:NAME}\"");
      return null;
    }
    Placeholders.Filled filled = place.fill(scalar);
    return filled == null ? null : filled.secret();
  }

  @Override
  public String label() {
    return "secret text";
  }

  @Override
  public Map<String, Object> schema() {
    return Schemas.map("type", java.util.List.of("string", "number"), "writeOnly", true);
  }

  @Override
  public boolean secret() {
    return true;
  }
}

package dev.pontoon.config;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A mapping with free keys. Values are Boolean, Long, BigInteger, Double, String, lists and maps of
 * them; a String that came from outside the file, or stands under a password-like key, is a {@link
 * Secret}.
 */
final class DataKind implements Kind<Map<String, Object>> {
  static final DataKind DATA = new DataKind();

  private DataKind() {}

  @Override
  public @Nullable Map<String, Object> read(Yaml value, Place place) {
    if (!(value instanceof Yaml.Mapping mapping)) {
      place.unfit(value, "a mapping stands here");
      return null;
    }
    return map(mapping, place);
  }

  private static Map<String, Object> map(Yaml.Mapping mapping, Place place) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (Yaml.Entry entry : mapping.entries()) {
      map.put(entry.key(), data(entry.value(), place.under(entry.key())));
    }
    return Collections.unmodifiableMap(map);
  }

  /** Null for an empty value, and after a problem was reported. */
  @SuppressWarnings("NullAway") // a list or map of free data may hold an empty value
  static @Nullable Object data(Yaml value, Place place) {
    if (value instanceof Yaml.Mapping mapping) {
      return map(mapping, place);
    }
    if (value instanceof Yaml.Items items) {
      List<Object> list = new ArrayList<>();
      for (int i = 0; i < items.values().size(); i++) {
        list.add(data(items.values().get(i), place.item(i)));
      }
      return Collections.unmodifiableList(list);
    }
    return scalar((Yaml.Scalar) value, place);
  }

  private static @Nullable Object scalar(Yaml.Scalar scalar, Place place) {
    if (scalar.type() == Yaml.Type.NOTHING) {
      return null;
    }
    if (scalar.type() == Yaml.Type.TEXT || place.secret()) {
      Placeholders.Filled filled = place.fill(scalar);
      if (filled == null) {
        return null;
      }
      boolean secret = place.secret() || filled.outside();
      return secret ? filled.secret() : filled.text();
    }
    String text = scalar.text();
    return switch (scalar.type()) {
      case FLAG -> text.toLowerCase(Locale.ROOT).equals("true");
      case WHOLE -> whole(text);
      default -> decimal(text);
    };
  }

  private static Object whole(String text) {
    BigInteger number;
    if (text.startsWith("0x")) {
      number = new BigInteger(text.substring(2), 16);
    } else if (text.startsWith("0o")) {
      number = new BigInteger(text.substring(2), 8);
    } else {
      number = new BigInteger(text);
    }
    return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
  }

  private static Object decimal(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.endsWith(".nan")) {
      return Double.NaN;
    }
    if (lower.endsWith(".inf")) {
      return lower.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    return Double.valueOf(text);
  }

  @Override
  public String label() {
    return "free keys";
  }

  @Override
  public Map<String, Object> schema() {
    return Schemas.map("type", "object");
  }
}

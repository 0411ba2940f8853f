package dev.pontoon.source;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Brings what clients return as property and field values to the types of a legacy message. */
public final class PlainValues {
  private PlainValues() {}

  /** The same value as one of the types listed at {@code LegacyMessage.headers}. */
  public static @Nullable Object plain(@Nullable Object value) {
    if (value == null
        || value instanceof String
        || value instanceof Number
        || value instanceof Boolean
        || value instanceof Character
        || value instanceof Instant
        || value instanceof byte[]) {
      return value;
    } else if (value instanceof Date date) {
      return date.toInstant();
    } else if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> copy = new LinkedHashMap<>();
      map.forEach((key, inner) -> copy.put(String.valueOf(key), plain(inner)));
      return Collections.unmodifiableMap(copy);
    } else if (value instanceof List<?> list) {
      List<@Nullable Object> copy = new ArrayList<>(list.size());
      list.forEach(inner -> copy.add(plain(inner)));
      return Collections.unmodifiableList(copy);
    } else {
      // Clients have string classes of their own, such as ActiveMQ's UTF8Buffer.
      return value.toString();
    }
  }
}

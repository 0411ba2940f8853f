package dev.pontoon.source;

import dev.pontoon.message.FarTime;
import dev.pontoon.message.ForeignText;
import dev.pontoon.message.RawText;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Brings what clients return as property and field values to the types of a legacy message. */
public final class PlainValues {
  private static final Set<Class<?>> KEPT =
      Set.of(
          String.class,
          Boolean.class,
          Byte.class,
          Short.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class,
          BigDecimal.class,
          BigInteger.class,
          Character.class,
          Instant.class,
          RawText.class,
          FarTime.class,
          ForeignText.class,
          byte[].class);

  /** ActiveMQ Classic's texts, such as UTF8Buffer. */
  private static final String CLASSIC_TEXT = "org.fusesource.hawtbuf.";

  private PlainValues() {}

  /**
   * The same value as one of the types listed at {@code LegacyMessage.headers}. Names in a table
   * become text; where two names are the same text, the table becomes a list of pairs.
   */
  public static @Nullable Object plain(@Nullable Object value) {
    return plain(value, 0);
  }

  private static @Nullable Object plain(@Nullable Object value, int depth) {
    if (value == null || KEPT.contains(value.getClass())) {
      return value;
    } else if (value instanceof Map<?, ?> map) {
      return depth >= DeepValue.MAX_DEPTH ? DeepValue.json(map) : table(map, depth + 1);
    } else if (value instanceof List<?> list) {
      return depth >= DeepValue.MAX_DEPTH ? DeepValue.json(list) : list(list, depth + 1);
    } else if (value.getClass().isArray()) {
      List<@Nullable Object> list = new ArrayList<>();
      for (int i = 0; i < Array.getLength(value); i++) {
        list.add(Array.get(value, i));
      }
      return plain(list, depth);
    }
    return scalar(value, depth);
  }

  private static Object table(Map<?, ?> map, int depth) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    map.forEach((key, inner) -> copy.put(String.valueOf(key), plain(inner, depth)));
    if (copy.size() == map.size()) {
      return Collections.unmodifiableMap(copy);
    }
    List<@Nullable Object> pairs = new ArrayList<>();
    map.forEach((key, inner) -> pairs.add(Arrays.asList(key, inner)));
    return list(pairs, depth);
  }

  private static List<@Nullable Object> list(List<?> list, int depth) {
    List<@Nullable Object> copy = new ArrayList<>(list.size());
    list.forEach(inner -> copy.add(plain(inner, depth)));
    return Collections.unmodifiableList(copy);
  }

  private static @Nullable Object scalar(Object value, int depth) {
    if (value instanceof Date date) {
      return Instant.ofEpochMilli(date.getTime());
    } else if (value instanceof CharSequence
        || value instanceof UUID
        || value instanceof Enum<?>
        || value instanceof TemporalAccessor
        || value instanceof java.net.URI
        || value instanceof java.nio.file.Path
        || value instanceof java.io.File
        || value.getClass().getName().startsWith(CLASSIC_TEXT)) {
      return value.toString();
    }
    Object known = AmqpTypes.known(value);
    return known == null ? new ForeignText(value.toString()) : plain(known, depth);
  }
}

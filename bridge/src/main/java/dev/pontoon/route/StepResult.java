package dev.pontoon.route;

import dev.pontoon.message.Body;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Property;
import dev.pontoon.source.LegacyCamelMessage;
import dev.pontoon.source.SteeringNames;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** What a message has become after a route's Camel steps, in our own words again. */
final class StepResult {
  private static final Set<Class<?>> KEPT =
      Set.of(
          Boolean.class,
          Byte.class,
          Short.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class,
          Character.class,
          BigDecimal.class,
          BigInteger.class,
          String.class,
          byte[].class,
          Instant.class,
          dev.pontoon.message.FarTime.class,
          dev.pontoon.message.ForeignText.class,
          dev.pontoon.message.RawText.class);

  /** Steps see the standard properties under these names, whatever headers are called so. */
  private static final Set<String> STANDARD = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  static {
    for (Property property : Property.values()) {
      STANDARD.add(property.header());
    }
  }

  private StepResult() {}

  /**
   * Headers that steps set or removed, and the body. Standard properties stay as they came; headers
   * that Camel itself sets are left out.
   *
   * @throws org.apache.camel.TypeConversionException if the body can't be written as bytes
   */
  static LegacyMessage of(Message message, LegacyMessage before) {
    SteeringNames names = SteeringNames.of(message.getExchange().getContext());
    return before.with(headers(message, before, names), body(message, before.body()));
  }

  /**
   * For Camel, names that differ only in case are one, and it knows only the last such header: what
   * no step touched is taken from the message itself.
   */
  private static Map<String, @Nullable Object> headers(
      Message message, LegacyMessage before, SteeringNames names) {
    Map<String, @Nullable Object> shown = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    before.headers().forEach((name, value) -> shown.put(names.escape(name), value));
    Map<String, Object> now = message.getHeaders();
    Map<String, @Nullable Object> headers = new LinkedHashMap<>();
    before
        .headers()
        .forEach(
            (name, value) -> {
              String seen = names.escape(name);
              if (now.containsKey(seen) && now.get(seen) == shown.get(seen)) {
                headers.put(name, value);
              }
            });
    now.forEach(
        (name, value) -> {
          boolean set = shown.containsKey(name) ? value != shown.get(name) : !internal(name);
          if (set && !STANDARD.contains(name)) {
            headers.put(SteeringNames.unescape(name), plain(value));
          }
        });
    return headers;
  }

  private static boolean internal(String name) {
    return name.regionMatches(true, 0, "Camel", 0, 5)
        || name.regionMatches(true, 0, Property.PREFIX, 0, Property.PREFIX.length())
            && SteeringNames.unescape(name).equals(name);
  }

  private static @Nullable Object plain(@Nullable Object value) {
    if (value == null || KEPT.contains(value.getClass())) {
      return value;
    } else if (value instanceof Date date) {
      return date.toInstant();
    } else if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> copy = new LinkedHashMap<>();
      map.forEach((name, element) -> copy.put(String.valueOf(name), plain(element)));
      return copy;
    } else if (value instanceof List<?> list) {
      List<@Nullable Object> copy = new ArrayList<>();
      list.forEach(element -> copy.add(plain(element)));
      return copy;
    } else {
      return value.toString();
    }
  }

  private static Body body(Message message, Body before) {
    Object body = message.getBody();
    if (body == LegacyCamelMessage.bodyForSteps(before)) {
      return before;
    } else if (body == null) {
      return Body.Bytes.EMPTY;
    } else if (body instanceof byte[] bytes) {
      return new Body.Bytes(bytes);
    } else if (body instanceof String text) {
      return before instanceof Body.Text
          ? new Body.Text(text)
          : new Body.Bytes(text.getBytes(StandardCharsets.UTF_8));
    } else if (body instanceof Map<?, ?> map) {
      @SuppressWarnings("unchecked")
      var fields = (Map<String, @Nullable Object>) java.util.Objects.requireNonNull(plain(map));
      return new Body.Fields(fields, 64 * fields.size());
    } else if (body instanceof List<?> list) {
      @SuppressWarnings("unchecked")
      var values = (List<@Nullable Object>) java.util.Objects.requireNonNull(plain(list));
      return new Body.Values(values, 64 * values.size());
    } else {
      return new Body.Bytes(bytes(message, body));
    }
  }

  private static byte[] bytes(Message message, Object body) {
    byte[] bytes = message.getBody(byte[].class);
    if (bytes == null) {
      throw new IllegalArgumentException(
          "after the steps the body is a "
              + body.getClass().getName()
              + ": end with a step that"
              + " makes text or bytes of it");
    }
    return bytes;
  }
}

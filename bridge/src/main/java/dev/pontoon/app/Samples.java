package dev.pontoon.app;

import dev.pontoon.config.RouteConfig;
import dev.pontoon.config.RouteTest;
import dev.pontoon.mapping.Expectation;
import dev.pontoon.message.Body;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Origin;
import dev.pontoon.message.Property;
import dev.pontoon.message.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Legacy messages made from text, for {@code check} and {@code explain}. */
final class Samples {
  private Samples() {}

  static LegacyMessage message(RouteConfig route, RouteTest.Given given) {
    Map<Property, Object> properties = new EnumMap<>(Property.class);
    given.properties().forEach((name, value) -> properties.put(property(name), value));
    return message(route, properties, given.headers(), body(given.body(), Origins.of(route)));
  }

  static LegacyMessage message(
      RouteConfig route,
      Map<Property, Object> properties,
      Map<String, ? extends @Nullable Object> headers,
      Body body) {
    return new LegacyMessage(
        Origins.of(route), properties, new LinkedHashMap<>(headers), body, false);
  }

  /** Text is what a text message of the route's kind of broker holds. */
  static Body text(String text, Origin origin) {
    return origin.kind().equals("jms")
        ? new Body.Text(text)
        : new Body.Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes from outside, as a message of the route's kind of broker holds them. */
  static Body body(byte[] bytes, Origin origin) {
    return bytes.length > 0 && origin.kind().equals("jms")
        ? new Body.Text(new String(bytes, StandardCharsets.UTF_8))
        : new Body.Bytes(bytes);
  }

  private static Body body(RouteTest.Body body, Origin origin) {
    if (body instanceof RouteTest.Text text) {
      return text(text.text(), origin);
    } else if (body instanceof RouteTest.Base64Bytes bytes) {
      return new Body.Bytes(bytes.bytes());
    } else {
      return Body.Bytes.EMPTY;
    }
  }

  static Expectation expectation(RouteTest.Then then) {
    if (then instanceof RouteTest.Refused refused) {
      return new Expectation.Refused(Refusal.Reason.valueOf(refused.reason()));
    }
    if (then instanceof RouteTest.Filtered) {
      return new Expectation.Filtered();
    }
    RouteTest.Becomes becomes = (RouteTest.Becomes) then;
    return new Expectation.Becomes(
        becomes.topic(),
        becomes.key(),
        becomes.noKey(),
        becomes.timestamp(),
        new LinkedHashMap<>(becomes.headers()),
        becomes.value(),
        becomes.json() == null ? null : new Expectation.Json(becomes.json().data()),
        becomes.tombstone());
  }

  /**
   * @throws IllegalArgumentException if there is no such property; the message lists them
   */
  static Property property(String name) {
    StringBuilder known = new StringBuilder();
    for (Property property : Property.values()) {
      if (property.text().equals(name)) {
        return property;
      }
      known.append(known.isEmpty() ? "" : ", ").append(property.text());
    }
    throw new IllegalArgumentException("no property " + name + "; there are " + known);
  }

  /**
   * @throws IllegalArgumentException if the text is no number or time where one is needed
   */
  static Object value(Property property, String text) {
    try {
      if (property.type() == Integer.class) {
        return Integer.valueOf(text);
      } else if (property.type() == Long.class) {
        return Long.valueOf(text);
      } else if (property.type() == Instant.class) {
        return Instant.parse(text);
      } else {
        return text;
      }
    } catch (NumberFormatException | java.time.format.DateTimeParseException e) {
      throw new IllegalArgumentException(
          property.text()
              + " is "
              + (property.type() == Instant.class
                  ? "a time such as 2024-01-02T03:04:05Z"
                  : "a whole number")
              + ", not "
              + text,
          e);
    }
  }
}

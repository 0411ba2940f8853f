package dev.pontoon.mapping;

import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.TimeText;
import io.cloudevents.CloudEvent;
import io.cloudevents.SpecVersion;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.rw.CloudEventRWException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A message that is a CloudEvent already, by the specification's AMQP binding: its attributes are
 * headers that begin with {@code cloudEvents:} or {@code cloudEvents_}, all in one way.
 *
 * @param prefix what their names begin with
 * @param attributes under their own names, in their order, without the version
 * @param version of the specification
 */
record AmqpEvent(String prefix, Map<String, Object> attributes, SpecVersion version) {
  private static final String VERSION = "specversion";
  private static final Pattern NAME = Pattern.compile("[a-z0-9]{1,64}");

  /** Null for a message that is none, or breaks the specification's rules. */
  static @Nullable AmqpEvent of(LegacyMessage message) {
    for (String prefix : new String[] {"cloudEvents:", "cloudEvents_"}) {
      if (message.headers().get(prefix + VERSION) instanceof String version) {
        return of(prefix, version, message.headers());
      }
    }
    return null;
  }

  private static @Nullable AmqpEvent of(
      String prefix, String version, Map<String, @Nullable Object> headers) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    for (Map.Entry<String, @Nullable Object> header : headers.entrySet()) {
      String name = header.getKey();
      Object value = header.getValue();
      if (name.startsWith(prefix) && value != null && !name.equals(prefix + VERSION)) {
        attributes.put(name.substring(prefix.length()), value);
      }
    }
    try {
      AmqpEvent event = new AmqpEvent(prefix, attributes, SpecVersion.parse(version));
      CloudEvent unused = event.build(null);
      return event;
    } catch (CloudEventRWException | IllegalStateException | IllegalArgumentException e) {
      return null;
    }
  }

  /** Whether a header is one of its attributes. */
  boolean has(String header) {
    return header.startsWith(prefix);
  }

  /**
   * All but the data.
   *
   * @param contentType of the data; null for none
   * @throws IllegalStateException when an attribute is missing
   * @throws CloudEventRWException when an attribute is not as it should be
   */
  CloudEvent build(@Nullable String contentType) {
    CloudEventBuilder event = CloudEventBuilder.fromSpecVersion(version);
    attributes.forEach((name, value) -> event.withContextAttribute(checked(name), text(value)));
    if (contentType != null) {
      event.withDataContentType(contentType);
    }
    return event.build();
  }

  private static String checked(String name) {
    if (!NAME.matcher(name).matches() || name.equals("data")) {
      throw new IllegalArgumentException("not the name of an attribute");
    }
    return name;
  }

  private static String text(Object value) {
    if (value instanceof Instant time) {
      return TimeText.of(time);
    }
    boolean simple = value instanceof String || value instanceof Number || value instanceof Boolean;
    String text = simple ? value.toString() : "";
    if (text.isEmpty() || !CloudEvents.allowed(text)) {
      throw new IllegalArgumentException("not the value of an attribute");
    }
    return text;
  }
}

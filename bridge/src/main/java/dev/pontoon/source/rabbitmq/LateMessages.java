package dev.pontoon.source.rabbitmq;

import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Property;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the broker took out of Pontoon's own queue before it was read (expired, too many, delivered
 * too often), and put into the second one. Brings back what it was when it was published, so that
 * it has the same record and the same identity.
 */
final class LateMessages {
  private static final String DEATHS = "x-death";
  private static final String QUEUE = "queue";
  private static final String CC = "CC";

  /** RabbitMQ repeats the first and, from 4.0 on, the last death in headers of their own. */
  private static final List<String> FIELDS = List.of(QUEUE, "reason", "exchange");

  private final String queue;

  /**
   * @param queue the one that it was taken out of
   */
  LateMessages(String queue) {
    this.queue = queue;
  }

  /**
   * Whether the broker had delivered it before it took it out is not known: it may have been.
   *
   * @return the same message where nothing says that it came this way
   */
  LegacyMessage restored(LegacyMessage message) {
    Map<?, ?> death = death(message.headers());
    if (death == null) {
      return message;
    }
    Map<Property, Object> properties = new EnumMap<>(Property.class);
    properties.putAll(message.properties());
    Map<String, @Nullable Object> headers = new LinkedHashMap<>(message.headers());
    put(properties, Property.EXCHANGE, death.get("exchange"));
    put(properties, Property.EXPIRATION, death.get("original-expiration"));
    put(properties, Property.LATE, death.get("reason"));
    if (death.get("routing-keys") instanceof List<?> keys && !keys.isEmpty()) {
      put(properties, Property.ROUTING_KEY, keys.get(0));
      if (keys.size() > 1) {
        headers.put(CC, List.copyOf(keys.subList(1, keys.size())));
      }
    }
    List<Object> others = new ArrayList<>((List<?>) headers.get(DEATHS));
    others.remove(death);
    if (others.isEmpty()) {
      headers.remove(DEATHS);
    } else {
      headers.put(DEATHS, others);
    }
    forget(headers, "x-first-death-", null);
    forget(headers, "x-last-death-", others.isEmpty() ? null : (Map<?, ?>) others.get(0));
    return new LegacyMessage(message.origin(), properties, headers, message.body(), true);
  }

  private @Nullable Map<?, ?> death(Map<String, @Nullable Object> headers) {
    if (headers.get(DEATHS) instanceof List<?> deaths
        && deaths.stream().allMatch(Map.class::isInstance)) {
      for (Object death : deaths) {
        if (queue.equals(((Map<?, ?>) death).get(QUEUE))) {
          return (Map<?, ?>) death;
        }
      }
    }
    return null;
  }

  private static void put(Map<Property, Object> to, Property property, @Nullable Object value) {
    if (value != null) {
      to.put(property, value);
    }
  }

  /**
   * @param other the death that stood there before; null for none
   */
  private void forget(
      Map<String, @Nullable Object> headers, String prefix, @Nullable Map<?, ?> other) {
    if (!queue.equals(headers.get(prefix + QUEUE))) {
      return;
    }
    for (String field : FIELDS) {
      if (other == null) {
        headers.remove(prefix + field);
      } else {
        headers.put(prefix + field, other.get(field));
      }
    }
  }
}

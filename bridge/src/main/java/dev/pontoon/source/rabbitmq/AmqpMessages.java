package dev.pontoon.source.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.LongString;
import dev.pontoon.message.Body;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Origin;
import dev.pontoon.message.Property;
import dev.pontoon.source.DeepValue;
import java.util.ArrayList;
import java.util.Date;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * AMQP 0-9-1 deliveries to legacy messages: every property, every field type, no exception. What
 * the client reads inexactly is read once more from the frames. For one connection and the thread
 * that reads its socket.
 */
final class AmqpMessages {
  private static final String DELIVERY_COUNT = "x-delivery-count";

  private final Origin origin;
  private final WireFrames wire;

  /** Whether what the client gave of the present message may not be what the broker sent. */
  private boolean doubtful;

  AmqpMessages(Origin origin, WireFrames wire) {
    this.origin = origin;
    this.wire = wire;
  }

  LegacyMessage read(Envelope envelope, BasicProperties from, byte[] body) {
    doubtful = false;
    Map<Property, Object> properties = properties(envelope, from);
    Map<String, @Nullable Object> headers = headers(from.getHeaders());
    if (doubtful) {
      headers = headers(WireReader.header(wire.header(), properties));
      WireReader.address(wire.deliver(), properties);
    }
    headers = CopyHeaders.restored(headers);
    if (headers.get(DELIVERY_COUNT) instanceof Number count) {
      properties.put(Property.DELIVERY_COUNT, count.intValue());
    }
    Body content =
        AmqpValue.TYPE.equals(from.getType())
            ? AmqpValue.decoded(body)
            : body.length == 0 ? Body.Bytes.EMPTY : new Body.Bytes(body);
    return new LegacyMessage(origin, properties, headers, content, envelope.isRedeliver());
  }

  private Map<Property, Object> properties(Envelope envelope, BasicProperties from) {
    Map<Property, Object> properties = new EnumMap<>(Property.class);
    put(properties, Property.MESSAGE_ID, from.getMessageId());
    put(properties, Property.CORRELATION_ID, from.getCorrelationId());
    put(properties, Property.REPLY_TO, from.getReplyTo());
    put(properties, Property.TYPE, from.getType());
    put(properties, Property.APP_ID, from.getAppId());
    put(properties, Property.USER_ID, from.getUserId());
    put(properties, Property.CLUSTER_ID, from.getClusterId());
    put(properties, Property.CONTENT_TYPE, from.getContentType());
    put(properties, Property.CONTENT_ENCODING, from.getContentEncoding());
    put(properties, Property.DELIVERY_MODE, from.getDeliveryMode());
    put(properties, Property.PRIORITY, from.getPriority());
    put(properties, Property.EXPIRATION, from.getExpiration());
    if (from.getTimestamp() != null) {
      // The client's milliseconds may have overflown, and nothing tells those from real ones.
      properties.put(Property.TIMESTAMP, WireReader.timestamp(wire.header()));
    }
    put(properties, Property.EXCHANGE, envelope.getExchange());
    put(properties, Property.ROUTING_KEY, envelope.getRoutingKey());
    return properties;
  }

  private void put(Map<Property, Object> to, Property property, @Nullable Object value) {
    if (value != null) {
      to.put(property, value);
      doubtful |= value instanceof String text && isDoubtful(text);
    }
  }

  /** Costs nothing where the text is Latin: the JVM keeps such text in bytes. */
  private static boolean isDoubtful(String text) {
    return text.indexOf(WireText.REPLACED) >= 0;
  }

  private Map<String, @Nullable Object> headers(@Nullable Map<String, ?> table) {
    if (table == null || table.isEmpty()) {
      return Map.of();
    }
    return table(table, 0);
  }

  private Map<String, @Nullable Object> table(Map<?, ?> table, int depth) {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>(table.size() * 4 / 3 + 1);
    table.forEach(
        (key, value) -> {
          String name = String.valueOf(key);
          doubtful |= isDoubtful(name);
          plain.put(name, plain(value, depth));
        });
    return plain;
  }

  private @Nullable Object plain(@Nullable Object value, int depth) {
    if (value instanceof LongString text) {
      return WireText.value(text.getBytes());
    } else if (value instanceof Date date) {
      doubtful = true;
      return date.toInstant();
    } else if (depth >= DeepValue.MAX_DEPTH
        && (value instanceof Map<?, ?> || value instanceof List<?>)) {
      doubtful = true;
      return DeepValue.json(value);
    } else if (value instanceof Map<?, ?> table) {
      return table(table, depth + 1);
    } else if (value instanceof List<?> list) {
      List<@Nullable Object> plain = new ArrayList<>(list.size());
      for (Object element : list) {
        plain.add(plain(element, depth + 1));
      }
      return plain;
    } else {
      return value;
    }
  }
}

package dev.pontoon.source.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.LongString;
import dev.pontoon.message.Body;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Origin;
import dev.pontoon.message.Property;
import dev.pontoon.message.RawText;
import dev.pontoon.source.DeepValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** AMQP 0-9-1 deliveries to legacy messages: every property, every field type, no exception. */
final class AmqpMessages {
  private static final String DELIVERY_COUNT = "x-delivery-count";

  private AmqpMessages() {}

  static LegacyMessage read(Origin origin, Envelope envelope, BasicProperties from, byte[] body) {
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
    Date timestamp = from.getTimestamp();
    if (timestamp != null) {
      properties.put(Property.TIMESTAMP, timestamp.toInstant());
    }
    put(properties, Property.EXCHANGE, envelope.getExchange());
    put(properties, Property.ROUTING_KEY, envelope.getRoutingKey());
    Map<String, @Nullable Object> headers = CopyHeaders.restored(headers(from.getHeaders()));
    if (headers.get(DELIVERY_COUNT) instanceof Number count) {
      properties.put(Property.DELIVERY_COUNT, count.intValue());
    }
    Body content = body.length == 0 ? Body.Bytes.EMPTY : new Body.Bytes(body);
    return new LegacyMessage(origin, properties, headers, content, envelope.isRedeliver());
  }

  private static void put(Map<Property, Object> to, Property property, @Nullable Object value) {
    if (value != null) {
      to.put(property, value);
    }
  }

  private static Map<String, @Nullable Object> headers(@Nullable Map<String, Object> table) {
    if (table == null || table.isEmpty()) {
      return Map.of();
    }
    return table(table, 0);
  }

  private static Map<String, @Nullable Object> table(Map<?, ?> table, int depth) {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>(table.size() * 4 / 3 + 1);
    table.forEach((name, value) -> plain.put(String.valueOf(name), plain(value, depth)));
    return plain;
  }

  private static @Nullable Object plain(@Nullable Object value, int depth) {
    if (value instanceof LongString text) {
      return text(text.getBytes());
    } else if (value instanceof Date date) {
      return date.toInstant();
    } else if (depth >= DeepValue.MAX_DEPTH
        && (value instanceof Map<?, ?> || value instanceof List<?>)) {
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

  /** A long string is bytes by the protocol; it is text only if it reads back as the same bytes. */
  private static Object text(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    boolean suspicious = text.indexOf('\uFFFD') >= 0;
    return suspicious && !Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)
        ? new RawText(bytes)
        : text;
  }
}

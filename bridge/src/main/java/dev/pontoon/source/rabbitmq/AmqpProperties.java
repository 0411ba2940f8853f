package dev.pontoon.source.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.impl.LongStringHelper;
import dev.pontoon.message.ForeignText;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Property;
import dev.pontoon.message.RawText;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Legacy messages back to AMQP 0-9-1 properties, with every field type, for one queue only. */
final class AmqpProperties {
  private AmqpProperties() {}

  static BasicProperties of(LegacyMessage message) {
    return new BasicProperties.Builder()
        .messageId(message.text(Property.MESSAGE_ID))
        .correlationId(message.text(Property.CORRELATION_ID))
        .replyTo(message.text(Property.REPLY_TO))
        .type(message.text(Property.TYPE))
        .appId(message.text(Property.APP_ID))
        .userId(message.text(Property.USER_ID))
        .clusterId(message.text(Property.CLUSTER_ID))
        .contentType(message.text(Property.CONTENT_TYPE))
        .contentEncoding(message.text(Property.CONTENT_ENCODING))
        .deliveryMode((Integer) message.property(Property.DELIVERY_MODE))
        .priority((Integer) message.property(Property.PRIORITY))
        .expiration(message.text(Property.EXPIRATION))
        .timestamp(date((Instant) message.property(Property.TIMESTAMP)))
        .headers(message.headers().isEmpty() ? null : table(CopyHeaders.escaped(message.headers())))
        .build();
  }

  private static @Nullable Date date(@Nullable Instant time) {
    return time == null ? null : Date.from(time);
  }

  private static Map<String, Object> table(Map<?, ?> plain) {
    Map<String, @Nullable Object> table = new LinkedHashMap<>();
    plain.forEach((name, value) -> table.put(String.valueOf(name), value(value)));
    @SuppressWarnings("NullAway") // the client writes null as the protocol's void
    Map<String, Object> sent = table;
    return sent;
  }

  private static @Nullable Object value(@Nullable Object plain) {
    if (plain instanceof Instant time) {
      return Date.from(time);
    } else if (plain instanceof RawText raw) {
      return LongStringHelper.asLongString(raw.bytes());
    } else if (plain instanceof Map<?, ?> map) {
      return table(map);
    } else if (plain instanceof List<?> list) {
      List<@Nullable Object> values = new ArrayList<>(list.size());
      list.forEach(element -> values.add(value(element)));
      return values;
    } else if (plain instanceof Character
        || plain instanceof BigInteger
        || plain instanceof ForeignText) {
      // Only steps of a route make these; AMQP has no type for them.
      return plain.toString();
    } else {
      return plain;
    }
  }
}

package dev.pontoon.source.generic;

import dev.pontoon.message.Body;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Origin;
import dev.pontoon.message.Property;
import dev.pontoon.source.PlainValues;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Message;
import org.apache.camel.TypeConversionException;
import org.jspecify.annotations.Nullable;

/**
 * Turns the message of any Camel component into a legacy message. Text stays text; bytes, streams
 * and files are read to their end; other bodies go through Camel's type converters to bytes.
 * Camel's own headers stay behind, except those that carry a broker's standard properties.
 */
final class CamelMessages {
  private static final Map<String, Property> STANDARD =
      Map.ofEntries(
          Map.entry("JMSMessageID", Property.MESSAGE_ID),
          Map.entry("JMSCorrelationID", Property.CORRELATION_ID),
          Map.entry("JMSReplyTo", Property.REPLY_TO),
          Map.entry("JMSDestination", Property.DESTINATION),
          Map.entry("JMSType", Property.TYPE),
          Map.entry("JMSPriority", Property.PRIORITY),
          Map.entry("JMSDeliveryMode", Property.DELIVERY_MODE),
          Map.entry("JMSXGroupID", Property.GROUP_ID),
          Map.entry("JMSXGroupSeq", Property.GROUP_SEQUENCE),
          Map.entry("JMSXDeliveryCount", Property.DELIVERY_COUNT),
          Map.entry("CamelSpringRabbitmqMessageId", Property.MESSAGE_ID),
          Map.entry("CamelSpringRabbitmqCorrelationId", Property.CORRELATION_ID),
          Map.entry("CamelSpringRabbitmqReplyTo", Property.REPLY_TO),
          Map.entry("CamelSpringRabbitmqType", Property.TYPE),
          Map.entry("CamelSpringRabbitmqAppId", Property.APP_ID),
          Map.entry("CamelSpringRabbitmqUserId", Property.USER_ID),
          Map.entry("CamelSpringRabbitmqClusterId", Property.CLUSTER_ID),
          Map.entry("CamelSpringRabbitmqContentType", Property.CONTENT_TYPE),
          Map.entry("CamelSpringRabbitmqContentEncoding", Property.CONTENT_ENCODING),
          Map.entry("CamelSpringRabbitmqPriority", Property.PRIORITY),
          Map.entry("CamelSpringRabbitmqExpiration", Property.EXPIRATION),
          Map.entry("CamelSpringRabbitmqExchangeName", Property.EXCHANGE),
          Map.entry("CamelSpringRabbitmqRoutingKey", Property.ROUTING_KEY));

  private final Origin origin;

  CamelMessages(Origin origin) {
    this.origin = origin;
  }

  /**
   * @throws UnreadableBodyException when no converter makes bytes of the body
   */
  LegacyMessage read(Message message) throws UnreadableBodyException {
    Map<Property, Object> properties = new EnumMap<>(Property.class);
    Map<String, @Nullable Object> headers = new LinkedHashMap<>();
    message.getHeaders().forEach((name, value) -> sort(name, value, properties, headers));
    if (message.getMessageTimestamp() > 0) {
      Instant time = Instant.ofEpochMilli(message.getMessageTimestamp());
      properties.put(Property.TIMESTAMP, time);
    }
    boolean redelivered =
        Boolean.TRUE.equals(message.getHeader("JMSRedelivered"))
            || Boolean.TRUE.equals(message.getHeader("CamelSpringRabbitmqRedelivered"));
    return new LegacyMessage(
        origin, properties, Collections.unmodifiableMap(headers), body(message), redelivered);
  }

  private static void sort(
      String name,
      @Nullable Object value,
      Map<Property, Object> properties,
      Map<String, @Nullable Object> headers) {
    Property property = STANDARD.get(name);
    if (property != null && value != null) {
      if (property.type() == String.class) {
        properties.put(property, value.toString());
      } else if (value instanceof Number number) {
        properties.put(property, number.intValue());
      }
    } else if (property == null && !name.toLowerCase(Locale.ROOT).startsWith("camel")) {
      headers.put(name, PlainValues.plain(value));
    }
  }

  private static Body body(Message message) throws UnreadableBodyException {
    Object body = message.getBody();
    if (body == null) {
      return Body.Bytes.EMPTY;
    } else if (body instanceof String text) {
      return new Body.Text(text);
    } else if (body instanceof byte[] bytes) {
      return new Body.Bytes(bytes);
    }
    byte[] converted;
    try {
      converted = message.getBody(byte[].class);
    } catch (TypeConversionException e) {
      throw new UnreadableBodyException(body.getClass(), e);
    }
    if (converted == null) {
      throw new UnreadableBodyException(body.getClass(), null);
    }
    return new Body.Bytes(converted);
  }

  /** Names the class, never the content. */
  static final class UnreadableBodyException extends Exception {
    UnreadableBodyException(Class<?> type, @Nullable Throwable cause) {
      super("a body of " + type.getName() + " can't be turned into bytes", cause);
    }
  }
}

package dev.pontoon.message;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message as the legacy broker delivered it. Immutable; shared between threads.
 *
 * @param origin where it was read
 * @param properties the standard properties that are set; types as {@link Property#type} says
 * @param headers the publisher's own headers (AMQP headers table, JMS properties) in their order.
 *     Values are one of: null, Boolean, Byte, Short, Integer, Long, Float, Double, BigDecimal,
 *     BigInteger, Character, String, {@link RawText}, {@link ForeignText}, byte[], Instant, {@link
 *     FarTime}, Map (String to any of these), List (of any of these)
 * @param body the content
 * @param redelivered whether the broker says that it may have been delivered before
 */
public record LegacyMessage(
    Origin origin,
    Map<Property, Object> properties,
    Map<String, @Nullable Object> headers,
    Body body,
    boolean redelivered) {

  /**
   * The header that a redrive to the queue adds: where the dead letter is, and how often it has
   * been refused. Where publishers choose ids it makes the message another one than that which was
   * refused, so that neither is taken for a repeated delivery; and if the message is refused again,
   * its new dead letter counts on.
   */
  public static final String REDRIVE = "pontoon_redrive";

  /** Rough cost in memory beside body and headers: objects of one message on its way. */
  private static final int OVERHEAD = 512;

  /** The value, or null where the publisher set none. */
  public @Nullable Object property(Property property) {
    return properties.get(property);
  }

  /**
   * The value of a text property, or null where the publisher set none. Of a {@link RawText} as
   * much as is text.
   */
  public @Nullable String text(Property property) {
    Object value = properties.get(property);
    return value == null ? null : value.toString();
  }

  /** What it costs while it is in flight, in bytes, near enough for a budget. */
  public int size() {
    int sum = OVERHEAD + body.size() + Weight.ofTable(headers);
    for (Object value : properties.values()) {
      sum += Weight.of(value);
    }
    return sum;
  }

  /** The same message after a step has changed its headers or body. */
  public LegacyMessage with(Map<String, @Nullable Object> newHeaders, Body newBody) {
    return new LegacyMessage(origin, properties, newHeaders, newBody, redelivered);
  }
}

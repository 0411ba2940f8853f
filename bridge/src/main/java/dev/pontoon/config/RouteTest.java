package dev.pontoon.config;

import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One test of a route's mapping: this message must become that record.
 *
 * @param name one sentence
 * @param given the legacy message
 * @param then what must come of it
 * @param line in the test file, for messages
 */
public record RouteTest(String name, Given given, Then then, int line) {

  /**
   * @param source the queue or exchange, of a route with a list; null for each of them
   * @param properties standard properties by their names in YAML: Instant, Integer or String
   * @param headers application headers: Boolean, Long, Double, String, lists and maps of them
   * @param body empty for none
   */
  public record Given(
      @Nullable String source,
      Map<String, Object> properties,
      Map<String, Object> headers,
      Body body) {}

  /** The body of the legacy message. */
  public sealed interface Body {}

  /** No body. */
  public record NoBody() implements Body {}

  /** Text: an AMQP body in UTF-8, or a JMS TextMessage. */
  public record Text(String text) implements Body {}

  /** Bytes, as valid Base64 text. */
  public record Base64Bytes(String base64) implements Body {
    public byte[] bytes() {
      return Base64.getDecoder().decode(base64);
    }
  }

  /** What must come of the message. */
  public sealed interface Then {}

  /**
   * The message becomes a record. Parts that are null are not looked at.
   *
   * @param noKey whether the record must have no key; then {@code key} is null
   * @param headers these must be there with this text; others may be
   * @param json what the value must say as JSON
   * @param tombstone whether the value must be null; then {@code value} and {@code json} are null
   */
  public record Becomes(
      @Nullable String topic,
      @Nullable String key,
      boolean noKey,
      @Nullable Instant timestamp,
      Map<String, String> headers,
      @Nullable String value,
      @Nullable Json json,
      boolean tombstone)
      implements Then {}

  /**
   * A JSON value, which may be null.
   *
   * @param data Boolean, Long, BigInteger, BigDecimal, String, lists and maps of them
   */
  public record Json(@Nullable Object data) {}

  /** The route's steps leave the message out. */
  public record Filtered() implements Then {}

  /**
   * The message is refused.
   *
   * @param reason the stable code, such as {@code KEY_MISSING}
   */
  public record Refused(String reason) implements Then {}
}

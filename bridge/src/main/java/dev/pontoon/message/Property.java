package dev.pontoon.message;

/**
 * The standard properties a legacy broker keeps beside a message, under one name for all brokers.
 * Each arrives as the record header {@link #header()}.
 */
public enum Property {
  MESSAGE_ID("message-id", String.class),
  CORRELATION_ID("correlation-id", String.class),
  REPLY_TO("reply-to", String.class),
  TYPE("type", String.class),
  APP_ID("app-id", String.class),
  USER_ID("user-id", String.class),
  CLUSTER_ID("cluster-id", String.class),
  CONTENT_TYPE("content-type", String.class),
  CONTENT_ENCODING("content-encoding", String.class),
  DELIVERY_MODE("delivery-mode", Integer.class),
  PRIORITY("priority", Integer.class),
  /** AMQP: the text as published, milliseconds to live; JMS: the absolute time as ISO-8601. */
  EXPIRATION("expiration", String.class),
  /** When the publisher says it was made. AMQP keeps seconds, JMS milliseconds. */
  TIMESTAMP("timestamp", java.time.Instant.class),
  EXCHANGE("exchange", String.class),
  ROUTING_KEY("routing-key", String.class),
  /** JMS: the destination the message was sent to. */
  DESTINATION("destination", String.class),
  GROUP_ID("group-id", String.class),
  GROUP_SEQUENCE("group-sequence", Integer.class),
  DELIVERY_COUNT("delivery-count", Integer.class),
  /** Why the broker took it out of Pontoon's queue before it was read, so that it came late. */
  LATE("late", String.class),
  /** JMS: when it was to be delivered, where the publisher asked for a delay. */
  DELIVERY_TIME("delivery-time", java.time.Instant.class),
  /** RabbitMQ streams: the stream that it stands in; of a super stream the partition. */
  STREAM("stream", String.class),
  /** RabbitMQ streams: its place in the stream. */
  STREAM_OFFSET("stream-offset", Long.class);

  /** Every header that Pontoon writes itself starts so. */
  public static final String PREFIX = "pontoon.";

  private final String text;
  private final String header;
  private final Class<?> type;

  Property(String text, Class<?> type) {
    this.text = text;
    this.header = PREFIX + text;
    this.type = type;
  }

  /** The name in YAML: {@code message-id}. */
  public String text() {
    return text;
  }

  /** The record header: {@code pontoon.message-id}. */
  public String header() {
    return header;
  }

  /**
   * What {@link LegacyMessage#property} returns: String, Integer, Long or Instant. Where AMQP's
   * bytes are none, {@link RawText} for a String and {@link FarTime} for an Instant.
   */
  public Class<?> type() {
    return type;
  }
}

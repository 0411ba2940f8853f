package dev.pontoon.source.jms;

import dev.pontoon.message.Body;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Origin;
import dev.pontoon.message.Property;
import dev.pontoon.message.TimeText;
import dev.pontoon.source.PlainValues;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.Topic;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Turns a JMS message into a legacy message. Destinations become {@code queue://NAME} or {@code
 * topic://NAME}; an expiration becomes the absolute time as ISO-8601.
 *
 * <p>JMSXGroupID, JMSXGroupSeq, JMSXDeliveryCount, JMSXUserID and JMSXAppID become standard
 * properties; every other property stays a header with its type.
 */
final class JmsMessageReader {
  private static final String DELIVERY_COUNT = "JMSXDeliveryCount";

  private final Origin origin;
  private final QpidClient qpid = new QpidClient();
  private final JmsBodies bodies = new JmsBodies(qpid);

  JmsMessageReader(Origin origin) {
    this.origin = origin;
  }

  /**
   * Reads everything.
   *
   * @throws JMSException (or what else a provider throws) when a part of it can't be read
   */
  LegacyMessage read(Message message) throws JMSException {
    Map<Property, Object> properties = new EnumMap<>(Property.class);
    standard(message, properties);
    Map<String, @Nullable Object> headers = new LinkedHashMap<>();
    headers(message, properties, headers);
    return new LegacyMessage(
        origin,
        properties,
        Collections.unmodifiableMap(headers),
        bodies.read(message),
        message.getJMSRedelivered());
  }

  /**
   * What can be read of a message that {@link #read} can't read: enough for a dead letter. Its body
   * is the content as the provider keeps it, where it gives that.
   *
   * @param why what {@link #read} stumbled over
   */
  LegacyMessage readDamaged(Message message, String why) {
    Map<Property, Object> properties = new EnumMap<>(Property.class);
    Map<String, @Nullable Object> headers = new LinkedHashMap<>();
    StringJoiner missing = new StringJoiner("; ");
    missing.add(why);
    boolean redelivered = false;
    try {
      redelivered = message.getJMSRedelivered();
      standard(message, properties);
    } catch (JMSException | RuntimeException e) {
      missing.add("not all standard properties can be read");
    }
    try {
      headers(message, properties, headers);
    } catch (JMSException | RuntimeException e) {
      missing.add("not all headers can be read");
    }
    byte[] content = SerializedContent.of(message);
    missing.add(
        content == null
            ? "the client gives no content: the body is missing"
            : "the body is the content as the client keeps it");
    Body body = new Body.Unreadable(missing.toString(), content);
    return new LegacyMessage(origin, properties, headers, body, redelivered);
  }

  private void standard(Message message, Map<Property, Object> properties) throws JMSException {
    put(properties, Property.MESSAGE_ID, message.getJMSMessageID());
    put(properties, Property.CORRELATION_ID, message.getJMSCorrelationID());
    put(properties, Property.TYPE, message.getJMSType());
    put(properties, Property.REPLY_TO, text(message.getJMSReplyTo()));
    put(properties, Property.DESTINATION, text(message.getJMSDestination()));
    put(properties, Property.PRIORITY, message.getJMSPriority());
    int mode = message.getJMSDeliveryMode();
    if (mode == DeliveryMode.PERSISTENT || mode == DeliveryMode.NON_PERSISTENT) {
      properties.put(Property.DELIVERY_MODE, mode);
    }
    if (message.getJMSExpiration() > 0) {
      String at = TimeText.of(Instant.ofEpochMilli(message.getJMSExpiration()));
      properties.put(Property.EXPIRATION, at);
    }
    if (message.getJMSTimestamp() > 0) {
      properties.put(Property.TIMESTAMP, Instant.ofEpochMilli(message.getJMSTimestamp()));
    }
    deliveryTime(message, properties);
    if (QpidClient.isQpid(message)) {
      qpid.addProperties(message, properties);
    }
    // ActiveMQ Classic does not list it on the first delivery, but has it.
    if (message.getObjectProperty(DELIVERY_COUNT) instanceof Number count) {
      properties.put(Property.DELIVERY_COUNT, count.intValue());
    }
  }

  /** When the publisher wanted it to be delivered, where that is not at once. */
  private static void deliveryTime(Message message, Map<Property, Object> properties)
      throws JMSException {
    long at;
    try {
      at = message.getJMSDeliveryTime();
    } catch (UnsupportedOperationException | AbstractMethodError e) {
      return; // a client of JMS 1.1, or one without delayed delivery
    }
    if (at > message.getJMSTimestamp()) {
      properties.put(Property.DELIVERY_TIME, Instant.ofEpochMilli(at));
    }
  }

  private void headers(
      Message message, Map<Property, Object> properties, Map<String, @Nullable Object> headers)
      throws JMSException {
    if (QpidClient.isQpid(message)) {
      qpid.addAnnotations(message, headers);
    }
    Enumeration<?> names = message.getPropertyNames();
    while (names.hasMoreElements()) {
      String name = (String) names.nextElement();
      Object value = PlainValues.plain(message.getObjectProperty(name));
      if (name.equals("JMSXGroupSeq")
          && value instanceof Integer number
          && number < 0
          && QpidClient.isQpid(message)) {
        // AMQP 1.0 counts unsigned: what JMS's int can't hold stays a header of its own.
        value = Integer.toUnsignedLong(number);
      }
      if (!name.startsWith("JMSX") || !standard(name, value, properties)) {
        headers.put(name, value);
      }
    }
  }

  /** Returns whether the property is a standard one and of the type that it should have. */
  private static boolean standard(
      String name, @Nullable Object value, Map<Property, Object> properties) {
    switch (name) {
      case "JMSXGroupID":
        return put(properties, Property.GROUP_ID, value);
      case "JMSXGroupSeq":
        return put(properties, Property.GROUP_SEQUENCE, value);
      case "JMSXUserID":
        return put(properties, Property.USER_ID, value);
      case "JMSXAppID":
        return put(properties, Property.APP_ID, value);
      case DELIVERY_COUNT:
        return properties.containsKey(Property.DELIVERY_COUNT);
      default:
        return false;
    }
  }

  private static boolean put(
      Map<Property, Object> properties, Property property, @Nullable Object value) {
    if (!property.type().isInstance(value)) {
      return false;
    }
    properties.put(property, value);
    return true;
  }

  private static @Nullable String text(@Nullable Destination destination) throws JMSException {
    if (destination instanceof Queue queue) {
      return schemed("queue://", queue.getQueueName());
    } else if (destination instanceof Topic topic) {
      return schemed("topic://", topic.getTopicName());
    } else {
      return destination == null ? null : destination.toString();
    }
  }

  /** IBM MQ writes the scheme itself. */
  private static @Nullable String schemed(String scheme, @Nullable String name) {
    return name == null || name.startsWith(scheme) ? name : scheme + name;
  }
}

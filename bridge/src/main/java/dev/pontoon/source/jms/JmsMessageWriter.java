package dev.pontoon.source.jms;

import dev.pontoon.message.Body;
import dev.pontoon.message.ForeignText;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Property;
import jakarta.jms.BytesMessage;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Legacy messages back to JMS messages: kind of body, properties with their types, headers. */
final class JmsMessageWriter {
  private static final String QUEUE = "queue://";
  private static final String TOPIC = "topic://";

  private final Session session;
  private final QpidClient qpid = new QpidClient();

  JmsMessageWriter(Session session) {
    this.session = session;
  }

  /**
   * Everything that a client may set; id, time and destination are set by the provider when it is
   * sent.
   *
   * @throws JMSException when the provider does not take a value
   */
  Message write(LegacyMessage message) throws JMSException {
    Message made = body(message.body());
    made.setJMSCorrelationID(message.text(Property.CORRELATION_ID));
    made.setJMSType(message.text(Property.TYPE));
    made.setJMSReplyTo(destination(message.text(Property.REPLY_TO)));
    set(made, "JMSXGroupID", message.property(Property.GROUP_ID));
    set(made, "JMSXGroupSeq", message.property(Property.GROUP_SEQUENCE));
    set(made, "JMSXUserID", message.property(Property.USER_ID));
    set(made, "JMSXAppID", message.property(Property.APP_ID));
    for (Map.Entry<String, @Nullable Object> header : message.headers().entrySet()) {
      Object value = header.getValue();
      Object plain = value instanceof ForeignText foreign ? foreign.text() : value;
      if (!qpid.annotate(made, header.getKey(), plain)) {
        made.setObjectProperty(header.getKey(), plain);
      }
    }
    return made;
  }

  private static void set(Message message, String name, @Nullable Object value)
      throws JMSException {
    if (value != null) {
      message.setObjectProperty(name, value);
    }
  }

  private @Nullable Destination destination(@Nullable String text) throws JMSException {
    if (text == null) {
      return null;
    } else if (text.startsWith(TOPIC)) {
      return session.createTopic(text.substring(TOPIC.length()));
    } else {
      return session.createQueue(text.startsWith(QUEUE) ? text.substring(QUEUE.length()) : text);
    }
  }

  private Message body(Body body) throws JMSException {
    if (body instanceof Body.Text text) {
      return session.createTextMessage(text.text());
    } else if (body instanceof Body.Bytes bytes) {
      BytesMessage message = session.createBytesMessage();
      message.writeBytes(bytes.bytes());
      return message;
    } else if (body instanceof Body.Fields fields) {
      MapMessage message = session.createMapMessage();
      for (Map.Entry<String, @Nullable Object> field : fields.fields().entrySet()) {
        message.setObject(field.getKey(), field.getValue());
      }
      return message;
    } else if (body instanceof Body.Values values) {
      StreamMessage message = session.createStreamMessage();
      for (Object value : values.values()) {
        message.writeObject(value);
      }
      return message;
    }
    Message object =
        body instanceof Body.Serialized it ? ClassicClient.object(session, it.bytes()) : null;
    if (object == null && body instanceof Body.Value) {
      throw new MessageFormatException("JMS has no message for a single AMQP 1.0 value");
    } else if (object == null) {
      throw new MessageFormatException(
          "a serialised Java object can only be sent without reading it by ActiveMQ Classic's"
              + " client");
    }
    return object;
  }
}

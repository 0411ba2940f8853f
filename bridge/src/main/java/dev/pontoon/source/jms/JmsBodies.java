package dev.pontoon.source.jms;

import dev.pontoon.message.Body;
import dev.pontoon.message.Weight;
import dev.pontoon.source.PlainValues;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a JMS message's body. Java objects are never deserialised. */
final class JmsBodies {
  /** What a field costs beside its name and its content, about. */
  private static final int FIELD_OVERHEAD = 48;

  private static final String NO_BYTES =
      "the body is a Java object, which is never read, and the client gives no bytes of it";

  private final QpidClient qpid;

  JmsBodies(QpidClient qpid) {
    this.qpid = qpid;
  }

  Body read(Message message) throws JMSException {
    if (QpidClient.isQpid(message)
        && !(message instanceof TextMessage)
        && !(message instanceof BytesMessage)
        && !(message instanceof StreamMessage)) {
      Body body = qpid.body(message);
      return body == null ? nothing(message) : body;
    } else if (message instanceof TextMessage text) {
      return new Body.Text(text.getText());
    } else if (message instanceof BytesMessage bytes) {
      return bytes(bytes);
    } else if (message instanceof MapMessage map) {
      return fields(map);
    } else if (message instanceof StreamMessage stream) {
      return values(stream);
    } else if (message instanceof ObjectMessage) {
      byte[] bytes = SerializedContent.of(message);
      return bytes == null ? new Body.Unreadable(NO_BYTES, null) : new Body.Serialized(bytes);
    } else if (ClassicClient.isBlob(message)) {
      return new Body.Unreadable(ClassicClient.blob(message), null);
    } else {
      return Body.Bytes.EMPTY;
    }
  }

  private static Body nothing(Message message) {
    if (message instanceof MapMessage) {
      return new Body.Fields(Map.of(), 0);
    }
    return message instanceof ObjectMessage ? new Body.Text(null) : Body.Bytes.EMPTY;
  }

  private static Body bytes(BytesMessage message) throws JMSException {
    long length = message.getBodyLength();
    if (length == 0) {
      return Body.Bytes.EMPTY;
    }
    if (length > Integer.MAX_VALUE - 16) {
      throw new MessageFormatException(
          "the body has " + length + " bytes: more than an array holds");
    }
    byte[] content = new byte[(int) length];
    if (ArtemisClient.stream(message, content)) {
      return new Body.Bytes(content);
    }
    int filled = message.readBytes(content);
    while (filled < content.length) {
      byte[] rest = new byte[content.length - filled];
      int more = message.readBytes(rest);
      if (more <= 0) {
        throw new MessageFormatException(
            "the body ends after " + filled + " of " + length + " bytes");
      }
      System.arraycopy(rest, 0, content, filled, more);
      filled += more;
    }
    return new Body.Bytes(content);
  }

  private static Body fields(MapMessage message) throws JMSException {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    int size = 0;
    Enumeration<?> names = message.getMapNames();
    while (names.hasMoreElements()) {
      String name = (String) names.nextElement();
      Object value = PlainValues.plain(message.getObject(name));
      fields.put(name, value);
      size += FIELD_OVERHEAD + name.length() + Weight.of(value);
    }
    return new Body.Fields(Collections.unmodifiableMap(fields), size);
  }

  private static Body values(StreamMessage message) throws JMSException {
    List<@Nullable Object> values = new ArrayList<>();
    int size = 0;
    while (true) {
      Object value;
      try {
        value = PlainValues.plain(message.readObject());
      } catch (MessageEOFException end) {
        return new Body.Values(Collections.unmodifiableList(values), size);
      }
      values.add(value);
      size += FIELD_OVERHEAD + Weight.of(value);
    }
  }
}

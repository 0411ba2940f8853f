package dev.pontoon.it;

import dev.pontoon.message.Body;
import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random JMS messages: every kind, every type of property, and any name that the client takes. */
final class JmsFuzz {
  private final FuzzWords words;
  private final Session session;

  /**
   * @param planes as {@link FuzzWords}
   */
  JmsFuzz(Random random, boolean planes, Session session) {
    this.words = new FuzzWords(random, planes);
    this.session = session;
  }

  /**
   * A message to be sent.
   *
   * @param headers as the bridge should read them
   * @param body as the bridge should read it; null for what only the client could say
   */
  record Made(Message message, Map<String, Object> headers, @Nullable Body body) {}

  Made message(int number) throws JMSException {
    Made made = content(number);
    Message message = made.message();
    message.setIntProperty(AmqpFuzz.NUMBER, number);
    made.headers().put(AmqpFuzz.NUMBER, number);
    for (int i = words.below(8); i > 0; i--) {
      property(message, words.name(), value(), made.headers());
    }
    if (words.sometimes(2)) {
      message.setJMSCorrelationID(words.text());
      message.setJMSType(words.text());
      message.setJMSReplyTo(session.createQueue("answers." + words.below(9)));
    }
    if (words.sometimes(2)) {
      message.setStringProperty("JMSXGroupID", words.text());
      message.setIntProperty("JMSXGroupSeq", words.below(9));
    }
    return made;
  }

  void send(MessageProducer producer, Destination to, Message message) throws JMSException {
    int mode = words.sometimes(2) ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT;
    producer.send(to, message, mode, words.below(10), words.sometimes(4) ? 3_600_000 : 0);
  }

  /** What a client refuses is no message that could arrive. */
  private static void property(
      Message message, String name, Object value, Map<String, Object> headers) {
    try {
      message.setObjectProperty(name, value);
      if (!foreign(name)) {
        headers.put(name, value);
      }
    } catch (JMSException | RuntimeException refused) {
      headers.remove(name);
    }
  }

  /** Names in which clients and brokers have a say. */
  static boolean foreign(String name) {
    return name.startsWith("JMS") || name.startsWith("_AMQ");
  }

  private Object value() {
    return switch (words.below(6)) {
      case 0 -> words.sometimes(2);
      case 1, 2 -> words.number();
      case 3 -> words.sometimes(2) ? Double.NaN : Float.NEGATIVE_INFINITY;
      case 4 -> "x".repeat(words.sometimes(50) ? 20_000 : words.below(1_500));
      default -> words.text();
    };
  }

  private Made content(int number) throws JMSException {
    Map<String, Object> headers = new LinkedHashMap<>();
    return switch (words.below(7)) {
      case 0, 1 -> {
        String text = words.document();
        yield new Made(session.createTextMessage(text), headers, new Body.Text(text));
      }
      case 2, 3 -> {
        byte[] body = words.body(number);
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(body);
        yield new Made(message, headers, new Body.Bytes(body));
      }
      case 4 -> map(headers);
      case 5 -> stream(headers);
      default ->
          words.sometimes(2)
              ? new Made(session.createObjectMessage(words.text()), headers, null)
              : new Made(session.createMessage(), headers, null);
    };
  }

  private Object element() {
    return switch (words.below(4)) {
      case 0 -> (char) ('a' + words.below(26));
      case 1 -> words.bytes(words.below(30));
      default -> value();
    };
  }

  private Object nested() {
    Map<String, Object> table = new LinkedHashMap<>();
    table.put("t" + words.name(), words.text());
    table.put("l", new ArrayList<>(List.of(words.below(9), words.text())));
    return words.sometimes(2) ? table : new ArrayList<>(List.of(table, words.number()));
  }

  private Made map(Map<String, Object> headers) throws JMSException {
    MapMessage message = session.createMapMessage();
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = words.sometimes(40) ? 2_000 : words.below(6); i > 0; i--) {
      String name = "m" + words.name();
      Object value = words.sometimes(12) ? nested() : element();
      try {
        message.setObject(name, value);
        fields.put(name, value);
      } catch (MessageFormatException refused) {
        // ActiveMQ Classic's client takes tables and lists, the others don't.
      }
    }
    return new Made(message, headers, new Body.Fields(fields, 0));
  }

  private Made stream(Map<String, Object> headers) throws JMSException {
    StreamMessage message = session.createStreamMessage();
    List<Object> values = new ArrayList<>();
    for (int i = words.below(6); i > 0; i--) {
      Object value = element();
      message.writeObject(value);
      values.add(value);
    }
    return new Made(message, headers, new Body.Values(values, 0));
  }
}

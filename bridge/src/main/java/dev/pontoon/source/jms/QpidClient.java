package dev.pontoon.source.jms;

import dev.pontoon.message.Body;
import dev.pontoon.message.Property;
import dev.pontoon.message.Weight;
import dev.pontoon.source.Causes;
import dev.pontoon.source.PlainValues;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Qpid's client for AMQP 1.0 knows of a message and the JMS API has no place for. The client
 * is no part of Pontoon: its classes are known by name only. Java objects are never made of
 * anything: a message's sections are looked at, not {@code getObject()}. For one thread.
 */
final class QpidClient {
  private static final Logger LOG = LoggerFactory.getLogger(QpidClient.class);
  private static final String MESSAGES = "org.apache.qpid.jms.message.";

  private final Map<Class<?>, Map<String, Method>> methods = new HashMap<>();

  /** Whether the message is one of this client's, also where another client is built upon it. */
  static boolean isQpid(Message message) {
    return message.getClass().getName().startsWith(MESSAGES);
  }

  /**
   * The body as it was sent: an AMQP value, a sequence, or the bytes of a serialised object; null
   * where there is no body.
   */
  @Nullable Body body(Message message) {
    try {
      Object section = call(facade(message), "getBody");
      Object content = section == null ? null : call(section, "getValue");
      if (section == null || content == null) {
        return null;
      }
      Object plain = PlainValues.plain(content);
      boolean data = section.getClass().getSimpleName().equals("Data");
      return data && plain instanceof byte[] bytes ? new Body.Serialized(bytes) : body(plain);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return new Body.Unreadable(
          "the body can't be taken from Qpid's client without making Java objects of it: "
              + Causes.of(e),
          null);
    }
  }

  /** The bytes of a body that was sent as such, whatever the client takes it for; else null. */
  byte @Nullable [] content(Message message) throws ReflectiveOperationException {
    Object section = call(facade(message), "getBody");
    Object content = section == null ? null : call(section, "getValue");
    return content != null && PlainValues.plain(content) instanceof byte[] bytes ? bytes : null;
  }

  /**
   * Adds AMQP's annotations and footer, each name with a word in front that says where it stood.
   * Those that the client made or understood for JMS are left out.
   */
  void addAnnotations(Message message, Map<String, @Nullable Object> headers) {
    try {
      Object facade = facade(message);
      for (Annotations part : Annotations.values()) {
        Object section = call(facade, part.getter);
        if (section != null && call(section, "getValue") instanceof Map<?, ?> map) {
          map.forEach((name, value) -> part.add(String.valueOf(name), value, headers));
        }
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.atDebug().setCause(e).log("this version of the client does not show annotations");
    }
  }

  /** Sets an annotation where the header's name says that it was one; returns whether it does. */
  boolean annotate(Message message, String header, @Nullable Object value) throws JMSException {
    if (!isQpid(message) || !Annotations.isAnyOf(header)) {
      return false;
    }
    if (header.startsWith(Annotations.MESSAGE.prefix)) {
      try {
        Object facade = facade(message);
        String name = header.substring(Annotations.MESSAGE.prefix.length());
        Method setter =
            facade.getClass().getMethod("setTracingAnnotation", String.class, Object.class);
        setter.invoke(facade, name, value instanceof Instant at ? Date.from(at) : value);
      } catch (ReflectiveOperationException | RuntimeException e) {
        throw new JMSException("the client takes no annotations: " + Causes.of(e));
      }
    }
    return true;
  }

  /** Sections of an AMQP 1.0 message beside properties and body. */
  private enum Annotations {
    MESSAGE("amqp.annotation.", "getMessageAnnotations"),
    DELIVERY("amqp.delivery-annotation.", "getDeliveryAnnotations"),
    FOOTER("amqp.footer.", "getFooter");

    /** Kinds of message and destination, and a time that is a standard property. */
    private static final Set<String> UNDERSTOOD = Set.of("x-opt-delivery-time");

    private static final String OF_JMS = "x-opt-jms-";

    private final String prefix;
    private final String getter;

    Annotations(String prefix, String getter) {
      this.prefix = prefix;
      this.getter = getter;
    }

    static boolean isAnyOf(String header) {
      for (Annotations part : values()) {
        if (header.startsWith(part.prefix)) {
          return true;
        }
      }
      return false;
    }

    void add(String name, @Nullable Object value, Map<String, @Nullable Object> headers) {
      if (this != MESSAGE || !(name.startsWith(OF_JMS) || UNDERSTOOD.contains(name))) {
        headers.put(prefix + name, PlainValues.plain(value));
      }
    }
  }

  /** Adds content type and encoding, for which JMS has no place. */
  void addProperties(Message message, Map<Property, Object> properties) {
    try {
      Object section = call(facade(message), "getProperties");
      if (section != null) {
        put(properties, Property.CONTENT_TYPE, call(section, "getContentType"));
        put(properties, Property.CONTENT_ENCODING, call(section, "getContentEncoding"));
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.atDebug().setCause(e).log("this version of the client does not show content types");
    }
  }

  private static void put(
      Map<Property, Object> properties, Property property, @Nullable Object symbol) {
    if (symbol != null) {
      properties.put(property, symbol.toString());
    }
  }

  @SuppressWarnings("unchecked") // plain maps have text as keys
  private static @Nullable Body body(@Nullable Object plain) {
    if (plain instanceof Map<?, ?> map) {
      return new Body.Fields((Map<String, @Nullable Object>) map, Weight.of(map));
    } else if (plain instanceof List<?> list) {
      return new Body.Values((List<@Nullable Object>) list, Weight.of(list));
    } else if (plain instanceof String text) {
      return new Body.Text(text);
    } else if (plain instanceof byte[] bytes) {
      return new Body.Bytes(bytes);
    }
    return plain == null ? null : new Body.Value(plain);
  }

  private Object facade(Message message) throws ReflectiveOperationException {
    Object facade = call(message, "getFacade");
    if (facade == null) {
      throw new NoSuchMethodException("a message without a facade");
    }
    return facade;
  }

  private @Nullable Object call(Object target, String name) throws ReflectiveOperationException {
    Map<String, Method> known = methods.computeIfAbsent(target.getClass(), type -> new HashMap<>());
    Method method = known.get(name);
    if (method == null) {
      method = Reflected.method(target.getClass(), name);
      known.put(name, method);
    }
    return method.invoke(target);
  }
}

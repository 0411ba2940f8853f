package dev.pontoon.source.jms;

import dev.pontoon.source.Causes;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives through Artemis's core consumer. Its JMS consumer makes a JMS message first; where it
 * can't, it throws, keeps the message from everybody, and spoils the transaction: all that was
 * received with it comes again and again, until the broker gives it up. Here such a message comes
 * out as one without a kind.
 */
final class ArtemisReceiver implements Receiver {
  private static final Logger LOG = LoggerFactory.getLogger(ArtemisReceiver.class);
  private static final String CONSUMER = "ActiveMQMessageConsumer";
  private static final int OBJECT = 2;
  private static final int MAP = 5;

  /** The least that a field of a map takes: the length of its name, and its type. */
  private static final int LEAST_FIELD = 5;

  private final Object core;
  private final Method receive;
  private final Method type;
  private final Method acknowledge;
  private final Method body;
  private final Method make;
  private final Method open;
  private final Constructor<?> kindless;

  private ArtemisReceiver(MessageConsumer consumer) throws ReflectiveOperationException {
    ClassLoader loader = consumer.getClass().getClassLoader();
    String api = "org.apache.activemq.artemis.api.core.client.";
    String jms = "org.apache.activemq.artemis.jms.client.";
    Class<?> message = Class.forName(api + "ClientMessage", true, loader);
    Class<?> session = Class.forName(api + "ClientSession", true, loader);
    Class<?> options = Class.forName(jms + "ConnectionFactoryOptions", true, loader);
    Class<?> made = Class.forName(jms + "ActiveMQMessage", true, loader);
    core = Reflected.field(consumer, "consumer");
    receive = Class.forName(api + "ClientConsumer", true, loader).getMethod("receive", long.class);
    type = message.getMethod("getType");
    acknowledge = message.getMethod("acknowledge");
    body = message.getMethod("getReadOnlyBodyBuffer");
    make = made.getMethod("createMessage", message, session, options);
    open = made.getMethod("doBeforeReceive");
    kindless = made.getConstructor(message, session);
  }

  /** Null for other clients, and for versions of this one that are made in another way. */
  static @Nullable ArtemisReceiver of(MessageConsumer consumer) {
    if (!consumer.getClass().getSimpleName().equals(CONSUMER)
        || !ArtemisClient.isArtemis(consumer)) {
      return null;
    }
    try {
      return new ArtemisReceiver(consumer);
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.atWarn()
          .addKeyValue("detail", String.valueOf(e))
          .log("this version of Artemis's client gives no messages that it can't read");
      return null;
    }
  }

  @Override
  public @Nullable Received receive(long millis) throws JMSException {
    try {
      Object message = receive.invoke(core, millis);
      if (message == null) {
        return null;
      }
      Received received = received(message);
      acknowledge.invoke(message);
      return received;
    } catch (InvocationTargetException e) {
      throw failed(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw failed(e);
    }
  }

  private Received received(Object message) throws ReflectiveOperationException {
    String damage = lie(message);
    if (damage == null) {
      try {
        Message made = (Message) make.invoke(null, message, null, null);
        open.invoke(made);
        return new Received(made, null);
      } catch (InvocationTargetException e) {
        if (e.getCause() instanceof Error error) {
          throw error;
        }
        damage = Causes.of(Objects.requireNonNullElse(e.getCause(), e));
      }
    }
    return new Received((Message) kindless.newInstance(message, null), damage);
  }

  /** A length that can't be: the client would take memory for it before it looks. */
  private @Nullable String lie(Object message) throws ReflectiveOperationException {
    int kind = (Byte) type.invoke(message);
    if (kind != OBJECT && kind != MAP) {
      return null;
    }
    Object buffer = body.invoke(message);
    int size = number(buffer, "readableBytes");
    int head = kind == MAP ? 1 + Integer.BYTES : Integer.BYTES;
    if (size < head) {
      return null;
    }
    if (kind == MAP && (Byte) buffer.getClass().getMethod("readByte").invoke(buffer) == 0) {
      return null;
    }
    long said = number(buffer, "readInt");
    long needed = kind == MAP ? said * LEAST_FIELD : said;
    return said < 0 || needed > size - head
        ? "its body says that it has " + said + " fields or bytes, and is " + size + " bytes long"
        : null;
  }

  private static int number(Object buffer, String method) throws ReflectiveOperationException {
    return (Integer) buffer.getClass().getMethod(method).invoke(buffer);
  }

  private static JMSException failed(@Nullable Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    JMSException failed = new JMSException(cause == null ? "the client failed" : Causes.of(cause));
    if (cause instanceof Exception exception) {
      failed.setLinkedException(exception);
    }
    return failed;
  }
}

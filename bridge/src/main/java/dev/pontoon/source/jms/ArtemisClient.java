package dev.pontoon.source.jms;

import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Artemis's own client needs beyond the JMS API. It is no part of Pontoon: its classes are
 * known by name only.
 */
final class ArtemisClient {
  private static final Logger LOG = LoggerFactory.getLogger(ArtemisClient.class);
  private static final String PACKAGE = "org.apache.activemq.artemis.jms.client.";

  /** The client counts the bytes of what it fetches ahead: a large message may be among them. */
  static final long AHEAD = 1L << 20;

  private static final String LARGE = "LargeMessage";

  /** Beginnings of the names of all packets that carry messages or parts of them. */
  private static final String RECEIVED = "SessionReceive";

  /** In each message's head: the kind of a BytesMessage. */
  private static final int BYTES = 4;

  private static final String SAVE_STREAM = "JMS_AMQ_SaveStream";

  private static final String COMPRESSED_FROM = "_AMQ_LARGE_SIZE";

  private ArtemisClient() {}

  static boolean isArtemis(ConnectionFactory factory) {
    return factory.getClass().getName().startsWith(PACKAGE);
  }

  /** A message, or a consumer. */
  static boolean isArtemis(Object message) {
    return message.getClass().getName().startsWith(PACKAGE);
  }

  /** Whether the body is in memory; that of a large message comes while it is read. */
  static boolean isLoaded(Message message) {
    if (!isArtemis(message)) {
      return false;
    }
    try {
      Object core = Reflected.call(message, "getCoreMessage");
      return Boolean.FALSE.equals(core.getClass().getMethod("isLargeMessage").invoke(core));
    } catch (ReflectiveOperationException | RuntimeException e) {
      return false;
    }
  }

  /**
   * Lets the broker's client drop a message that the gate does not take, and all that come after
   * it. The client has not seen them then and does not acknowledge them, so the broker does not
   * count them as delivered when the connection is closed. Before the connection is made.
   */
  static void guard(ConnectionFactory factory, SizeGate gate) {
    try {
      Object locator = factory.getClass().getMethod("getServerLocator").invoke(factory);
      ClassLoader loader = factory.getClass().getClassLoader();
      Class<?> type =
          Class.forName("org.apache.activemq.artemis.api.core.Interceptor", true, loader);
      Object guard = Proxy.newProxyInstance(loader, new Class<?>[] {type}, new Guard(gate));
      locator.getClass().getMethod("addIncomingInterceptor", type).invoke(locator, guard);
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.atWarn()
          .addKeyValue("detail", String.valueOf(e))
          .log("this version of Artemis's client loads messages before it tells their size");
    }
  }

  /**
   * Lets the client write the body of a large message into this array while it comes. Otherwise it
   * would gather the whole of it first.
   *
   * @return whether it did; not for messages that are in memory already
   */
  static boolean stream(BytesMessage message, byte[] content) throws JMSException {
    if (!isArtemis(message) || isLoaded(message)) {
      return false;
    }
    Filling filling = new Filling(content);
    message.setObjectProperty(SAVE_STREAM, filling);
    if (filling.filled < content.length) {
      throw new MessageFormatException(
          "the body ends after " + filling.filled + " of " + content.length + " bytes");
    }
    return true;
  }

  private static final class Filling extends OutputStream {
    private final byte[] content;
    private int filled;

    Filling(byte[] content) {
      this.content = content;
    }

    @Override
    public void write(int octet) throws IOException {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] part, int from, int length) throws IOException {
      if (length > content.length - filled) {
        throw new IOException("the body is longer than the client said");
      }
      System.arraycopy(part, from, content, filled, length);
      filled += length;
    }
  }

  /** Sees each packet on the thread that reads the socket. */
  private static final class Guard implements InvocationHandler {
    private final SizeGate gate;
    private @Nullable Class<?> large;
    private @Nullable Class<?> other;
    private @Nullable Method size;
    private @Nullable Method head;

    Guard(SizeGate gate) {
      this.gate = gate;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
        throws ReflectiveOperationException {
      if (!method.getName().equals("intercept") || arguments == null) {
        return switch (method.getName()) {
          case "equals" -> arguments != null && proxy == arguments[0];
          case "hashCode" -> System.identityHashCode(proxy);
          default -> "size guard";
        };
      }
      Object packet = arguments[0];
      Class<?> type = packet.getClass();
      if (type == other && !gate.shut()) {
        return true;
      }
      String name = type.getSimpleName();
      boolean isLarge = type == large || name.startsWith(RECEIVED) && name.endsWith(LARGE);
      if (isLarge) {
        large = type;
        return !gate.shut() && gate.passes(weight(type, packet));
      }
      other = type;
      return !gate.shut() || !name.startsWith(RECEIVED);
    }

    private long weight(Class<?> type, Object packet) throws ReflectiveOperationException {
      if (size == null || head == null) {
        size = type.getMethod("getLargeMessageSize");
        head = type.getMethod("getMessage");
      }
      Object message = head.invoke(packet);
      long bytes = (Long) size.invoke(packet);
      Object whole = property(message, COMPRESSED_FROM);
      if (whole instanceof Long inflated) {
        bytes = Math.max(bytes, inflated);
      }
      int kind = (Byte) message.getClass().getMethod("getType").invoke(message);
      return SizeGate.weight(bytes, kind == BYTES);
    }

    private static @Nullable Object property(Object message, String name)
        throws ReflectiveOperationException {
      return message.getClass().getMethod("getObjectProperty", String.class).invoke(message, name);
    }
  }
}

package dev.pontoon.source.jms;

import dev.pontoon.message.Body;
import dev.pontoon.source.Causes;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.CharacterCodingException;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one connection of Qpid's client for AMQP 1.0 is told and asked beyond the JMS API. The
 * client is no part of Pontoon: its classes are known by name only.
 */
final class QpidLink {
  /** As for ActiveMQ Classic: the client counts messages, not bytes. */
  static final int PREFETCH = ClassicClient.PREFETCH;

  private static final Logger LOG = LoggerFactory.getLogger(QpidLink.class);
  private static final String CLIENT = "org.apache.qpid.jms.";

  /** Small ones let the broker be told more finely how much it may send. */
  private static final int FRAME = 64 << 10;

  /** What may be on its way while messages are fetched ahead. */
  private static final int WINDOW = 32 * FRAME;

  private static final long PATIENCE_MILLIS = 5_000;

  private final ExecutorService loop;
  private final Object session;
  private final SizeGate gate;
  private final int window;
  private final Queue<Message> undecodable;

  private QpidLink(
      ExecutorService loop, Object session, SizeGate gate, int window, Queue<Message> undecodable) {
    this.loop = loop;
    this.session = session;
    this.gate = gate;
    this.window = window;
    this.undecodable = undecodable;
  }

  static boolean isQpid(ConnectionFactory factory) {
    return factory.getClass().getName().startsWith(CLIENT);
  }

  static boolean isQpid(Connection connection) {
    return connection.getClass().getName().startsWith(CLIENT);
  }

  /** Before the connection is made: how much the client fetches ahead, in frames of which size. */
  static void prepare(ConnectionFactory factory, SizeGate gate) {
    try {
      if (!gate.ahead()) {
        Object policy = Reflected.call(factory, "getPrefetchPolicy");
        policy.getClass().getMethod("setAll", int.class).invoke(policy, 0);
      }
      String address = String.valueOf(Reflected.call(factory, "getRemoteURI"));
      if (address.startsWith("amqp") && !address.contains("amqp.maxFrameSize")) {
        String more = (address.contains("?") ? "&" : "?") + "amqp.maxFrameSize=" + FRAME;
        factory.getClass().getMethod("setRemoteURI", String.class).invoke(factory, address + more);
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      unknownVersion(e);
    }
  }

  /**
   * Connects, which the client does only with the first session.
   *
   * @throws JMSException when the broker is known not to have what is needed
   */
  static void connect(Connection connection) throws JMSException {
    connection.start();
    try {
      Object endpoint = Reflected.field(provider(connection), "protonConnection");
      Object properties = endpoint.getClass().getMethod("getRemoteProperties").invoke(endpoint);
      if (properties instanceof Map<?, ?> map) {
        for (Map.Entry<?, ?> property : map.entrySet()) {
          if (String.valueOf(property.getKey()).equals("product")
              && String.valueOf(property.getValue()).startsWith("RabbitMQ")) {
            throw new JMSException(
                "this is RabbitMQ, which has no transactions over AMQP 1.0, and without them"
                    + " messages could be lost: read the queue with from.rabbitmq and a rabbitmq"
                    + " connection");
          }
        }
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      unknownVersion(e);
    }
  }

  /**
   * Lets the broker send no more of a message than the gate takes, and drops what the gate does not
   * take and all that comes after it: the broker gets that back when the connection is closed,
   * without counting it. Before there is a consumer. Null if this version of the client can't.
   */
  static @Nullable QpidLink guard(Connection connection, Session session, SizeGate gate) {
    try {
      Object provider = provider(connection);
      ExecutorService loop = (ExecutorService) Reflected.field(provider, "serializer");
      Object id = Reflected.call(session, "getSessionId");
      Object sessions = Reflected.field(Reflected.field(provider, "connection"), "sessions");
      // What a message is decoded to is twice as large, and nobody knows its kind before.
      long most = gate.ahead() ? WINDOW : gate.largest() / 2;
      int window = (int) Math.max(2 * FRAME, Math.min(Integer.MAX_VALUE / 2, most));
      Queue<Message> undecodable = new ConcurrentLinkedQueue<>();
      Object endpoint =
          in(
              loop,
              () -> {
                Object found =
                    Reflected.call(
                        Objects.requireNonNull(((Map<?, ?>) sessions).get(id)), "getEndpoint");
                Method capacity = open(found, "setIncomingCapacity", int.class);
                capacity.invoke(found, window);
                listen(provider, gate, undecodable);
                return found;
              });
      return new QpidLink(loop, endpoint, gate, window, undecodable);
    } catch (ReflectiveOperationException | RuntimeException e) {
      unknownVersion(e);
      return null;
    }
  }

  /**
   * Receives. The client takes a text that it can't decode into the transaction, and then throws:
   * it comes out as it is.
   */
  Receiver receiver(MessageConsumer consumer) {
    return millis -> {
      try {
        Message message = consumer.receive(millis);
        return message == null ? null : new Receiver.Received(message, null);
      } catch (JMSException e) {
        Message odd = isOfCharacters(e) ? undecodable.poll() : null;
        if (odd == null) {
          throw e;
        }
        return new Receiver.Received(odd, Causes.of(e));
      }
    };
  }

  private static boolean isOfCharacters(JMSException e) {
    return e.getCause() instanceof CharacterCodingException
        || e.getLinkedException() instanceof CharacterCodingException;
  }

  /** Notes a message of which the broker may send no more, because it is too large. */
  void look() {
    try {
      int waiting = in(loop, () -> (Integer) open(session, "getIncomingBytes").invoke(session));
      if (waiting > window - FRAME) {
        gate.met(gate.ahead() ? gate.largest() + 1 : 0);
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.atDebug().setCause(e).log("the client can't be asked");
    }
  }

  private static Object provider(Connection connection) throws ReflectiveOperationException {
    Object provider = Reflected.field(connection, "provider");
    return provider.getClass().getSimpleName().equals("FailoverProvider")
        ? Reflected.field(provider, "provider")
        : provider;
  }

  private static Method open(Object target, String name, Class<?>... types)
      throws NoSuchMethodException {
    Method found = target.getClass().getMethod(name, types);
    found.setAccessible(true);
    return found;
  }

  /** The client's engine is for its one thread only. */
  private static <T> T in(ExecutorService loop, Callable<T> task)
      throws ReflectiveOperationException {
    try {
      return loop.submit(task).get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new ReflectiveOperationException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ReflectiveOperationException(e);
    }
  }

  private static void listen(Object provider, SizeGate gate, Queue<Message> undecodable)
      throws ReflectiveOperationException {
    Object listener = Reflected.call(provider, "getProviderListener");
    ClassLoader loader = provider.getClass().getClassLoader();
    Class<?> type = Class.forName(CLIENT + "provider.ProviderListener", true, loader);
    Object guard =
        Proxy.newProxyInstance(
            loader, new Class<?>[] {type}, new Arrivals(listener, gate, undecodable));
    Method setter = provider.getClass().getMethod("setProviderListener", type);
    setter.invoke(provider, guard);
  }

  private static void unknownVersion(Exception e) {
    LOG.atWarn()
        .addKeyValue("detail", String.valueOf(e))
        .log("this version of Qpid's client can't be told how much to load");
  }

  /** Sees each message on the client's one thread, before the consumer gets it. */
  private static final class Arrivals implements InvocationHandler {
    private final Object behind;
    private final SizeGate gate;
    private final Queue<Message> undecodable;
    private final QpidClient bodies = new QpidClient();

    Arrivals(Object behind, SizeGate gate, Queue<Message> undecodable) {
      this.behind = behind;
      this.gate = gate;
      this.undecodable = undecodable;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
        throws Throwable {
      if (method.getName().equals("onInboundMessage") && arguments != null && !fits(arguments[0])) {
        return null;
      }
      try {
        return method.invoke(behind, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause() == null ? e : e.getCause();
      }
    }

    private boolean fits(Object envelope) throws ReflectiveOperationException {
      if (!gate.shut()) {
        long weight = weight((Message) Reflected.call(envelope, "getMessage"));
        // What was asked for alone has its room.
        if (!gate.ahead() || gate.passes(weight)) {
          return true;
        }
      }
      // The client keeps the envelope until the broker has it back.
      Method setter = null;
      for (Method each : envelope.getClass().getMethods()) {
        setter = each.getName().equals("setMessage") ? each : setter;
      }
      if (setter != null) {
        setter.invoke(envelope, new Object[] {null});
      }
      return false;
    }

    private long weight(Message message) {
      try {
        if (message instanceof BytesMessage bytes) {
          return bytes.getBodyLength();
        } else if (message instanceof TextMessage text) {
          String content = text.getText();
          return content == null ? 0 : SizeGate.weight(content.length(), false);
        }
        Body body = gate.ahead() ? bodies.body(message) : null;
        return body == null ? 0 : SizeGate.weight(body.size(), false);
      } catch (JMSException e) {
        undecodable.add(message);
        return 0;
      }
    }
  }
}

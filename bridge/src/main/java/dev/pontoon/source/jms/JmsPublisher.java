package dev.pontoon.source.jms;

import dev.pontoon.config.Connection.Jms;
import dev.pontoon.config.From;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Property;
import dev.pontoon.source.Causes;
import dev.pontoon.source.LegacyPublisher;
import dev.pontoon.source.Workers;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;

/** Puts messages back into the JMS queue that a route reads, each batch in one transaction. */
public final class JmsPublisher implements LegacyPublisher {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(20);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  /**
   * For a whole batch: a broker that blocks producers, because it is full, blocks them for ever.
   */
  private static final Duration PUBLISH_LIMIT = Duration.ofMinutes(2);

  private final Link link;
  private final JmsMessageWriter writer;
  private final TimeLimit timeLimit;
  private final Clock clock;
  private long delay;

  private record Link(Connection connection, Session session, MessageProducer producer)
      implements AutoCloseable {
    @Override
    public void close() throws JMSException {
      connection.close();
    }
  }

  private JmsPublisher(Link link, TimeLimit timeLimit, Clock clock) {
    this.link = link;
    this.writer = new JmsMessageWriter(link.session());
    this.timeLimit = timeLimit;
    this.clock = clock;
  }

  /**
   * Connects.
   *
   * @throws Exception when there is no connection; the message says what to do
   */
  public static JmsPublisher open(Jms settings, From.JmsQueue to, Workers workers, Clock clock)
      throws Exception {
    ConnectionFactory factory =
        new JmsConnectionFactories(JmsPublisher.class.getClassLoader()).create(settings);
    TimeLimit limit = new TimeLimit();
    String tried = settings.name() + ", queue " + to.queue() + ": ";
    try {
      Link link = limit.open(() -> link(factory, settings, to.queue()), CONNECT_LIMIT);
      return new JmsPublisher(link, limit, clock);
    } catch (TimeoutException e) {
      throw new IOException(
          tried + "no connection within " + CONNECT_LIMIT.toSeconds() + " s: is the broker up?", e);
    } catch (LinkageError e) {
      throw new IOException(
          tried + JmsConnectionFactories.lacking(factory.getClass().getName(), e), e);
    } catch (JMSException e) {
      throw new IOException(tried + Causes.of(e), e);
    }
  }

  private static Link link(ConnectionFactory factory, Jms settings, String queue)
      throws JMSException {
    Connection connection =
        settings.username() == null
            ? factory.createConnection()
            : factory.createConnection(
                settings.username(),
                settings.password() == null ? null : settings.password().reveal());
    try {
      Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
      return new Link(connection, session, session.createProducer(session.createQueue(queue)));
    } catch (JMSException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public Map<Integer, String> publish(List<LegacyMessage> messages) throws Exception {
    try {
      return timeLimit.call(() -> publishAll(messages), PUBLISH_LIMIT);
    } catch (TimeoutException e) {
      throw new IOException(
          "the broker did not confirm "
              + messages.size()
              + " messages within "
              + PUBLISH_LIMIT.toSeconds()
              + " s: is it full, or does it block producers?",
          e);
    }
  }

  private Map<Integer, String> publishAll(List<LegacyMessage> messages) throws JMSException {
    Map<Integer, String> unfit = new TreeMap<>();
    for (int place = 0; place < messages.size(); place++) {
      LegacyMessage message = messages.get(place);
      Message made;
      try {
        made = writer.write(message);
      } catch (JMSException | RuntimeException e) {
        unfit.put(place, "the client does not take it: " + Causes.of(e));
        continue;
      }
      delay(message);
      link.producer()
          .send(
              made,
              number(message, Property.DELIVERY_MODE, DeliveryMode.PERSISTENT),
              number(message, Property.PRIORITY, Message.DEFAULT_PRIORITY),
              timeToLive(message));
    }
    link.session().commit();
    return unfit;
  }

  /** What is left until its publisher wanted it to be delivered. */
  private void delay(LegacyMessage message) throws JMSException {
    long left =
        message.property(Property.DELIVERY_TIME) instanceof Instant at
            ? Math.max(0, at.toEpochMilli() - clock.millis())
            : 0;
    if (left == delay) {
      return;
    }
    try {
      link.producer().setDeliveryDelay(left);
      delay = left;
    } catch (UnsupportedOperationException e) {
      // ActiveMQ Classic's client can't: the message comes at once.
    }
  }

  private static int number(LegacyMessage message, Property property, int otherwise) {
    return message.property(property) instanceof Integer number ? number : otherwise;
  }

  /** What is left of it. An expired message would vanish at once: it gets no end instead. */
  private long timeToLive(LegacyMessage message) {
    String end = message.text(Property.EXPIRATION);
    try {
      return end == null ? 0 : Math.max(0, Instant.parse(end).toEpochMilli() - clock.millis());
    } catch (DateTimeException e) {
      return 0;
    }
  }

  @Override
  public void close() {
    timeLimit.close(link, CLOSE_LIMIT);
  }
}

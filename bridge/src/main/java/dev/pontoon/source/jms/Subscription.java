package dev.pontoon.source.jms;

import dev.pontoon.config.Connection.Jms;
import dev.pontoon.config.From;
import dev.pontoon.config.From.JmsQueue;
import dev.pontoon.config.From.JmsTopic;
import dev.pontoon.source.StandbyException;
import jakarta.jms.Connection;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import org.jspecify.annotations.Nullable;

/** What a route reads of a JMS broker, and how it becomes the reader. */
sealed interface Subscription {

  /** Where it reads, for messages. */
  String text();

  /** Tells the broker who this is, where the kind of subscription needs that. */
  default void identify(Connection connection, Jms settings)
      throws JMSException, StandbyException {}

  MessageConsumer subscribe(Connection connection, Session session) throws JMSException;

  /** The queue, where what waits in it can be looked at; null for a subscription. */
  default @Nullable JmsQueue queue() {
    return null;
  }

  /**
   * @param exclusive whether to be the only reader, where the client can say so: ActiveMQ Classic
   *     only; with others it is a setting of the queue on the broker
   */
  static Subscription of(From from, boolean exclusive) {
    if (from instanceof JmsQueue queue) {
      return new OfQueue(queue, exclusive);
    } else if (from instanceof JmsTopic topic) {
      return topic.shared() ? new SharedOfTopic(topic) : new OfTopic(topic);
    }
    throw new IllegalArgumentException("not a JMS source: " + from);
  }

  /** A queue. */
  record OfQueue(JmsQueue from, boolean exclusive) implements Subscription {
    @Override
    public String text() {
      return "queue " + from.queue();
    }

    @Override
    public JmsQueue queue() {
      return from;
    }

    @Override
    public MessageConsumer subscribe(Connection connection, Session session) throws JMSException {
      // Exclusive for one selector, the queue would be so for all others, too.
      boolean asOnly = exclusive && from.selector() == null && ClassicClient.isClassic(connection);
      String name = asOnly ? ClassicClient.exclusive(from.queue()) : from.queue();
      return session.createConsumer(session.createQueue(name), from.selector());
    }
  }

  /** A durable subscription with one reader, known to the broker by client id and name. */
  record OfTopic(JmsTopic from) implements Subscription {
    @Override
    public String text() {
      return "topic " + from.topic() + ", durable subscription " + from.subscription();
    }

    @Override
    public void identify(Connection connection, Jms settings)
        throws JMSException, StandbyException {
      String id = settings.clientId();
      if (id == null) {
        throw new JMSException(
            "a durable subscription that is not shared needs a client id: set connections."
                + settings.name()
                + ".jms.client-id");
      }
      try {
        connection.setClientID(id);
      } catch (InvalidClientIDException e) {
        throw new StandbyException(
            "client id "
                + id
                + " is in use by another connection: another replica, or another route; each route"
                + " with a durable subscription that is not shared needs a connection of its own");
      }
    }

    @Override
    public MessageConsumer subscribe(Connection connection, Session session) throws JMSException {
      return session.createDurableConsumer(
          session.createTopic(from.topic()), from.subscription(), from.selector(), false);
    }
  }

  /** A shared durable subscription (JMS 2.0), known to the broker by name. */
  record SharedOfTopic(JmsTopic from) implements Subscription {
    @Override
    public String text() {
      return "topic " + from.topic() + ", shared subscription " + from.subscription();
    }

    @Override
    public MessageConsumer subscribe(Connection connection, Session session) throws JMSException {
      if (ClassicClient.isClassic(connection)) {
        throw new JMSException(
            "ActiveMQ Classic has no shared durable subscriptions: use shared: false with a client"
                + " id, or read the queue Consumer.<name>.VirtualTopic.<topic> of a virtual topic");
      }
      return session.createSharedDurableConsumer(
          session.createTopic(from.topic()), from.subscription(), from.selector());
    }
  }
}

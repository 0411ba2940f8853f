package dev.pontoon.source.jms;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.util.Collections;
import java.util.stream.IntStream;

/** The legacy application: sends, and looks at queues. */
final class Publisher implements AutoCloseable {
  private final Connection connection;
  private final Session session;

  Publisher(ConnectionFactory factory) throws JMSException {
    connection = factory.createConnection();
    session = connection.createSession(true, Session.SESSION_TRANSACTED);
    connection.start();
  }

  Queue queue(String name) throws JMSException {
    return session.createQueue(name);
  }

  Destination topic(String name) throws JMSException {
    return session.createTopic(name);
  }

  Session session() {
    return session;
  }

  void send(Destination to, Message message) throws JMSException {
    try (MessageProducer producer = session.createProducer(to)) {
      producer.send(message);
    }
    session.commit();
  }

  /** Texts {@code g:n}, round robin over the groups, n rising per group. */
  void send(Destination to, int count, int groups) throws JMSException {
    try (MessageProducer producer = session.createProducer(to)) {
      for (int i = 0; i < count; i++) {
        Message message = session.createTextMessage(i % groups + ":" + i / groups);
        message.setStringProperty("JMSXGroupID", "g" + i % groups);
        message.setIntProperty("n", i);
        producer.send(message);
        if (i % 500 == 499) {
          session.commit();
        }
      }
      session.commit();
    }
  }

  static java.util.List<String> texts(int count, int groups) {
    return IntStream.range(0, count).mapToObj(i -> i % groups + ":" + i / groups).toList();
  }

  int waiting(String queue) throws JMSException {
    try (QueueBrowser browser = session.createBrowser(queue(queue))) {
      return Collections.list(browser.getEnumeration()).size();
    }
  }

  @Override
  public void close() throws JMSException {
    connection.close();
  }
}

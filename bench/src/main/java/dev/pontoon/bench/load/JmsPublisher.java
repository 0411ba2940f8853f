package dev.pontoon.bench.load;

import dev.pontoon.bench.stage.Job;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.List;

/** Persistent messages; what is due at one moment goes in one transaction. */
final class JmsPublisher implements PacedPublisher {

  private final Connection connection;
  private final Session session;
  private final List<MessageProducer> producers;

  JmsPublisher(Job job) throws JMSException {
    this.connection = JmsFill.connect(job);
    this.session = connection.createSession(true, Session.SESSION_TRANSACTED);
    this.producers = JmsFill.producers(session, job);
  }

  @Override
  public void send(long number, byte[] body) throws JMSException {
    MessageProducer producer = producers.get((int) (number % producers.size()));
    producer.send(JmsFill.message(session, number, body));
  }

  @Override
  public void flush() throws JMSException {
    session.commit();
  }

  @Override
  public void close() throws JMSException {
    connection.close();
  }
}

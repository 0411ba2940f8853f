package dev.pontoon.bench.load;

import dev.pontoon.bench.stage.Job;
import dev.pontoon.bench.stage.Line;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.List;

/** Persistent messages; what is due at one moment goes in one transaction. */
final class JmsPublisher implements PacedPublisher {

  private final Connection connection;
  private final Session session;
  private final MessageProducer producer;
  private final List<Line> lines;

  JmsPublisher(Job job) throws JMSException {
    this.connection = JmsFill.connect(job);
    this.session = connection.createSession(true, Session.SESSION_TRANSACTED);
    this.producer = session.createProducer(null);
    this.lines = job.lines();
    producer.setDeliveryMode(DeliveryMode.PERSISTENT);
  }

  @Override
  public void send(long number, byte[] body) throws JMSException {
    Line line = lines.get((int) (number % lines.size()));
    producer.send(session.createQueue(line.name()), JmsFill.message(session, number, body));
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

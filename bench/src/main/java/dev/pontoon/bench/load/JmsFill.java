package dev.pontoon.bench.load;

import dev.pontoon.bench.stage.Bodies;
import dev.pontoon.bench.stage.Job;
import dev.pontoon.bench.stage.Line;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Persistent messages, sent in transactions. */
final class JmsFill {

  private static final int BATCH = 500;
  private static final int BATCH_BYTES = 8 << 20;
  private static final long REST_MILLIS = 500;

  private JmsFill() {}

  static void fill(Job job, long seed, int messages) throws JMSException {
    Bodies bodies = new Bodies(seed, job.workload().bytes());
    int batch = Math.max(1, Math.min(BATCH, BATCH_BYTES / job.workload().bytes()));
    try (Connection connection = connect(job)) {
      Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
      List<MessageProducer> producers = producers(session, job);
      for (int n = 0; n < messages; n++) {
        MessageProducer producer = producers.get(n % producers.size());
        producer.send(message(session, n, bodies.body(n, 0)));
        if (n % batch == batch - 1) {
          session.commit();
        }
      }
      session.commit();
    }
  }

  /** Takes them out: browsers do not see all that a broker has paged out. */
  static long takeRest(Job job, Line line) throws JMSException {
    try (Connection connection = connect(job)) {
      connection.start();
      Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
      MessageConsumer consumer = session.createConsumer(session.createQueue(line.name()));
      long count = 0;
      while (consumer.receive(REST_MILLIS) != null) {
        if (++count % BATCH == 0) {
          session.commit();
        }
      }
      session.commit();
      return count;
    }
  }

  /** One for each line: a producer for all queues would ask the broker before each message. */
  static List<MessageProducer> producers(Session session, Job job) throws JMSException {
    List<MessageProducer> producers = new ArrayList<>();
    for (Line line : job.lines()) {
      MessageProducer producer = session.createProducer(session.createQueue(line.name()));
      producer.setDeliveryMode(DeliveryMode.PERSISTENT);
      producers.add(producer);
    }
    return producers;
  }

  /** The same ten headers as on RabbitMQ, as properties. */
  static Message message(Session session, long n, byte[] body) throws JMSException {
    BytesMessage message = session.createBytesMessage();
    message.writeBytes(body);
    for (Map.Entry<String, Object> header : RabbitFill.headers(n).entrySet()) {
      message.setObjectProperty(header.getKey(), header.getValue());
    }
    return message;
  }

  static Connection connect(Job job) throws JMSException {
    return job.stage().jms(job.workload().source()).connectionFactory().createConnection();
  }
}

package dev.pontoon.bench.load;

import dev.pontoon.bench.stage.Bodies;
import dev.pontoon.bench.stage.Job;
import dev.pontoon.bench.stage.Line;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.util.Collections;
import java.util.Map;

/** Persistent messages, sent in transactions. */
final class JmsFill {

  private static final int BATCH = 500;
  private static final int BATCH_BYTES = 8 << 20;

  private JmsFill() {}

  static void fill(Job job, long seed, int messages) throws JMSException {
    Bodies bodies = new Bodies(seed, job.workload().bytes());
    int batch = Math.max(1, Math.min(BATCH, BATCH_BYTES / job.workload().bytes()));
    try (Connection connection = connect(job)) {
      Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
      MessageProducer producer = session.createProducer(null);
      producer.setDeliveryMode(DeliveryMode.PERSISTENT);
      for (int n = 0; n < messages; n++) {
        Line line = job.lines().get(n % job.lines().size());
        producer.send(session.createQueue(line.name()), message(session, n, bodies.body(n, 0)));
        if (n % batch == batch - 1) {
          session.commit();
        }
      }
      session.commit();
    }
  }

  static long waiting(Job job, Line line) throws JMSException {
    try (Connection connection = connect(job)) {
      connection.start();
      Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
      try (QueueBrowser browser = session.createBrowser(session.createQueue(line.name()))) {
        return Collections.list(browser.getEnumeration()).size();
      }
    }
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

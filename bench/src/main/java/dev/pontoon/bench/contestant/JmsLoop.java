package dev.pontoon.bench.contestant;

import dev.pontoon.rig.jms.JmsKind;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** What an expert would write by hand for JMS: batches in a transaction. An error ends it. */
final class JmsLoop {

  /** Messages in a transaction. */
  static final int BATCH = 500;

  private static final int BATCH_BYTES = 8 << 20;
  private static final long IDLE_MILLIS = 250;

  private JmsLoop() {}

  /**
   * @param args the kind of broker, its port, Kafka's address, then the queues
   */
  public static void main(String[] args) throws Exception {
    ConnectionFactory factory =
        JmsKind.valueOf(args[0]).connectionFactory(Integer.parseInt(args[1]));
    CountDownLatch end = new CountDownLatch(1);
    try (Producer<byte[], byte[]> producer = new KafkaProducer<>(LoopRecords.producer(args[2]));
        Connection connection = factory.createConnection()) {
      connection.start();
      for (String queue : List.of(args).subList(3, args.length)) {
        Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
        MessageConsumer consumer = session.createConsumer(session.createQueue(queue));
        new Thread(() -> new Lane(session, consumer, producer, queue).run(end), queue).start();
      }
      Runtime.getRuntime().addShutdownHook(new Thread(end::countDown, "stop"));
      end.await();
    }
  }

  private record Lane(
      Session session, MessageConsumer consumer, Producer<byte[], byte[]> producer, String topic) {

    void run(CountDownLatch end) {
      try {
        while (end.getCount() > 0) {
          Message first = consumer.receive(IDLE_MILLIS);
          if (first != null) {
            batch(first);
          }
        }
      } catch (JMSException e) {
        if (end.getCount() > 0) {
          LoopRecords.fail(e);
        }
      }
    }

    /** A failed send ends the process before the commit. */
    private void batch(Message first) throws JMSException {
      int bytes = 0;
      @Nullable Message next = first;
      for (int i = 1; next != null; i++) {
        bytes += send(next);
        next = i < BATCH && bytes < BATCH_BYTES ? consumer.receiveNoWait() : null;
      }
      producer.flush();
      session.commit();
    }

    private int send(Message message) throws JMSException {
      BytesMessage content = (BytesMessage) message;
      byte[] body = new byte[(int) content.getBodyLength()];
      content.readBytes(body);
      byte[] key = LoopRecords.bytes(message.getObjectProperty("key"));
      ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, key, body);
      for (Enumeration<?> names = message.getPropertyNames(); names.hasMoreElements(); ) {
        String name = (String) names.nextElement();
        record.headers().add(name, LoopRecords.bytes(message.getObjectProperty(name)));
      }
      producer.send(
          record,
          (metadata, failure) -> {
            if (failure != null) {
              LoopRecords.fail(failure);
            }
          });
      return body.length;
    }
  }
}

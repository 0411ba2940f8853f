package dev.pontoon.rig.load;

import dev.pontoon.rig.ledger.Entry;
import dev.pontoon.rig.ledger.Ledger;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An application that sends persistent messages to a JMS queue in transactions. A transaction that
 * fails may have been committed nevertheless: its messages are sent again with the same identities.
 * For one thread.
 *
 * <p>Text and bytes messages take turns. Each has the ledger's identity as property {@link
 * Entry#ID} and its key as property {@link Entry#KEY} and as its message group.
 */
public final class JmsLoad implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(JmsLoad.class);

  private static final long PAUSE_NANOS = Duration.ofMillis(200).toNanos();

  private final ConnectionFactory factory;
  private final String queue;
  private final Ledger ledger;
  private final Payloads payloads;
  private final SplittableRandom random;
  private final int batch;
  private final Duration patience;
  private @Nullable Connection connection;

  /**
   * @param factory its connections must fail when the broker goes away, not wait without end
   * @param seed decides which key is next
   * @param batch messages in a transaction
   * @param patience how long the broker may be away before sending fails
   */
  public JmsLoad(
      ConnectionFactory factory,
      String queue,
      Ledger ledger,
      Payloads payloads,
      long seed,
      int batch,
      Duration patience) {
    this.factory = factory;
    this.queue = queue;
    this.ledger = ledger;
    this.payloads = payloads;
    this.random = new SplittableRandom(seed);
    this.batch = batch;
    this.patience = patience;
  }

  /**
   * Sends so many messages; all are committed at the end.
   *
   * @throws IllegalStateException if the broker stays away too long
   */
  public void publish(int count) {
    List<Entry> open = new ArrayList<>();
    @Nullable Sender sender = null;
    for (int done = 0; done < count; done += open.size()) {
      open.clear();
      for (int i = 0; i < Math.min(batch, count - done); i++) {
        open.add(ledger.publish(random.nextInt(ledger.keys())));
      }
      sender = commit(open, sender);
    }
  }

  @Override
  public void close() {
    if (connection != null) {
      try {
        connection.close();
      } catch (JMSException e) {
        LOG.atDebug().addKeyValue("reason", e.toString()).log("Connection did not close cleanly");
      }
      connection = null;
    }
  }

  private Sender commit(List<Entry> entries, @Nullable Sender open) {
    long end = System.nanoTime() + patience.toNanos();
    Sender sender = open;
    while (true) {
      try {
        sender = sender == null ? connect() : sender;
        sender.commit(entries);
        entries.forEach(ledger::confirm);
        return sender;
      } catch (JMSException e) {
        LOG.atDebug().addKeyValue("reason", e.toString()).log("Transaction failed");
        if (System.nanoTime() - end > 0) {
          throw new IllegalStateException("the JMS broker was away for more than " + patience, e);
        }
        if (sender != null) {
          entries.forEach(ledger::publishAgain);
          sender = null;
        }
        close();
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private Sender connect() throws JMSException {
    Connection opened = factory.createConnection();
    connection = opened;
    Session session = opened.createSession(true, Session.SESSION_TRANSACTED);
    MessageProducer producer = session.createProducer(session.createQueue(queue));
    producer.setDeliveryMode(DeliveryMode.PERSISTENT);
    return new Sender(session, producer, payloads);
  }

  private record Sender(Session session, MessageProducer producer, Payloads payloads) {

    void commit(List<Entry> entries) throws JMSException {
      for (Entry entry : entries) {
        Message message = message(payloads.body(entry), entry.sequence() % 2 == 0);
        message.setStringProperty(Entry.ID, entry.id());
        message.setStringProperty(Entry.KEY, entry.keyText());
        message.setStringProperty("JMSXGroupID", entry.keyText());
        producer.send(message);
      }
      session.commit();
    }

    private Message message(byte[] body, boolean text) throws JMSException {
      if (text) {
        return session.createTextMessage(new String(body, StandardCharsets.US_ASCII));
      }
      BytesMessage bytes = session.createBytesMessage();
      bytes.writeBytes(body);
      return bytes;
    }
  }
}

package dev.pontoon.source.jms;

import dev.pontoon.delivery.Acknowledger;
import dev.pontoon.delivery.Lane;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.source.Causes;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The loop of a route's reader thread: receive what there is, each message starts on its way to
 * Kafka at once; when all are there, commit. It never rolls back: while Kafka is away it waits with
 * the transaction open, and a lost session gives back by closing.
 */
final class JmsReader implements Acknowledger {
  /** How often an idle reader looks whether it should stop. */
  private static final long IDLE_MILLIS = 250;

  /** A client may say that nothing is there while the next message is on the wire. */
  private static final long LINGER_MILLIS = 2;

  /** Clients keep the messages of a transaction in memory until it is committed. */
  private static final long BATCH_BYTES = 8L << 20;

  private final Session transaction;
  private final MessageConsumer consumer;
  private final DamagedMessages messages;
  private final JmsAttachment.Intake intake;
  private final int batch;
  private volatile boolean finishing;

  /** Whether everything received since the last commit was taken by the lane. */
  private boolean complete = true;

  private volatile @Nullable Thread running;

  /**
   * @param batch messages per transaction at most
   */
  JmsReader(JmsLink link, DamagedMessages messages, JmsAttachment.Intake intake, int batch) {
    this.transaction = link.session();
    this.consumer = link.consumer();
    this.messages = messages;
    this.intake = intake;
    this.batch = batch;
  }

  /** Reads until it shall finish or the session ends. */
  void run(Lane.Session session, Consumer<String> ended) {
    running = Thread.currentThread();
    try {
      boolean alive = true;
      while (alive && !finishing) {
        alive = transact(session);
      }
      if (!alive) {
        ended.accept("the batch was not committed and is read again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      ended.accept("the reader was interrupted");
    } catch (Exception e) {
      ended.accept(Causes.of(e));
    }
  }

  /** Ends the loop after the batch at hand is committed. */
  void finish() {
    finishing = true;
  }

  /** Returns false when the session is over and nothing more may be committed. */
  private boolean transact(Lane.Session session) throws Exception {
    Message next = consumer.receive(IDLE_MILLIS);
    if (next == null) {
      return true;
    }
    int count = 0;
    long full = session.takenBytes() + BATCH_BYTES;
    while (next != null) {
      complete = false;
      LegacyMessage message = messages.read(next);
      if (!intake.dispatch(session, message)) {
        return false;
      }
      complete = true;
      count++;
      boolean enough = finishing || count >= batch || session.takenBytes() >= full;
      next = enough ? null : more();
    }
    return session.settle();
  }

  private @Nullable Message more() throws JMSException {
    // Not receiveNoWait: some clients ask the broker each time their own buffer is empty.
    return consumer.receive(LINGER_MILLIS);
  }

  /**
   * Commits the transaction, which holds nothing but what the lane has taken.
   *
   * @throws Exception on any other thread than the reader's, or when the commit failed: then nobody
   *     knows, and all of it counts as not acknowledged
   */
  @Override
  public void acknowledge(long sequence) throws Exception {
    if (Thread.currentThread() != running || !complete) {
      throw new IllegalStateException("the transaction holds a message that was not taken");
    }
    transaction.commit();
  }
}

package dev.pontoon.rig.load;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.pontoon.rig.ledger.Entry;
import dev.pontoon.rig.ledger.Ledger;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An application that publishes persistent messages to RabbitMQ with publisher confirms. When the
 * broker goes away it connects again and sends what was not confirmed once more, in the old order
 * and with the same identities, before anything new. For one thread.
 *
 * <p>Each message has the ledger's identity as message-id and as header {@link Entry#ID}, and its
 * key as header {@link Entry#KEY}.
 */
public final class RabbitLoad implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RabbitLoad.class);

  private static final int WINDOW = 500;
  private static final int HEARTBEAT_SECONDS = 5;
  private static final int CONNECT_MILLIS = 3_000;
  private static final Duration NO_CONFIRM = Duration.ofSeconds(20);
  private static final long PAUSE_NANOS = Duration.ofMillis(200).toNanos();

  private final ConnectionFactory factory = new ConnectionFactory();
  private final String exchange;
  private final String routingKey;
  private final Ledger ledger;
  private final Payloads payloads;
  private final SplittableRandom random;
  private final Duration patience;
  private final ConfirmWindow window;
  private @Nullable String expiration;
  private @Nullable Connection connection;
  private @Nullable Channel channel;

  /**
   * @param exchange the default exchange is the empty text
   * @param routingKey the same for all; a queue must be bound
   * @param seed decides which key is next
   * @param patience how long the broker may be away before publishing fails
   */
  public RabbitLoad(
      String uri,
      String exchange,
      String routingKey,
      Ledger ledger,
      Payloads payloads,
      long seed,
      Duration patience) {
    try {
      factory.setUri(uri);
    } catch (URISyntaxException | GeneralSecurityException e) {
      throw new IllegalArgumentException("not a RabbitMQ URI", e);
    }
    factory.setAutomaticRecoveryEnabled(false);
    factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
    factory.setConnectionTimeout(CONNECT_MILLIS);
    this.exchange = exchange;
    this.routingKey = routingKey;
    this.ledger = ledger;
    this.payloads = payloads;
    this.random = new SplittableRandom(seed);
    this.patience = patience;
    this.window = new ConfirmWindow(ledger);
  }

  /** From now on messages live so long in each queue. */
  public RabbitLoad expiring(Duration after) {
    expiration = String.valueOf(after.toMillis());
    return this;
  }

  /**
   * Publishes so many messages and waits until all are confirmed.
   *
   * @throws IllegalStateException if the broker stays away too long, or a message finds no queue
   */
  public void publish(int count) {
    for (int i = 0; i < count; i++) {
      Entry entry = ledger.publish(random.nextInt(ledger.keys()));
      if (!window.awaitAtMost(WINDOW - 1, NO_CONFIRM) || !send(entry)) {
        window.keep(entry);
        sendAgain();
      }
    }
    while (!window.awaitAtMost(0, NO_CONFIRM)) {
      sendAgain();
    }
  }

  @Override
  public void close() {
    disconnect();
  }

  /** False: the connection is gone; it is not known whether the message arrived. */
  private boolean send(Entry entry) {
    Channel open = channel;
    if (open == null) {
      return connect() && send(entry);
    }
    try {
      window.sending(open.getNextPublishSeqNo(), entry);
      open.basicPublish(exchange, routingKey, true, properties(entry), payloads.body(entry));
      return true;
    } catch (IOException | RuntimeException e) {
      LOG.atDebug().addKeyValue("reason", e.toString()).log("Publishing failed");
      return false;
    }
  }

  private void sendAgain() {
    long end = System.nanoTime() + patience.toNanos();
    List<Entry> open = new ArrayList<>(window.unconfirmed());
    LOG.atInfo().addKeyValue("unconfirmed", open.size()).log("Publisher connects again");
    while (true) {
      disconnect();
      if (connect() && open.stream().allMatch(this::sendOnceMore)) {
        return;
      }
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException(
            "RabbitMQ was away for more than " + patience + "; " + open.size() + " unconfirmed");
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private boolean sendOnceMore(Entry entry) {
    if (window.isConfirmed(entry)) {
      return true;
    }
    if (window.wasSent(entry)) {
      ledger.publishAgain(entry);
    }
    return send(entry);
  }

  private boolean connect() {
    try {
      Connection opened = factory.newConnection("rig-load");
      connection = opened;
      Channel confirming = opened.createChannel();
      confirming.confirmSelect();
      ConfirmWindow.Epoch epoch = window.newEpoch();
      confirming.addConfirmListener(epoch);
      confirming.addReturnListener(epoch::returned);
      confirming.addShutdownListener(cause -> window.broken());
      channel = confirming;
      return true;
    } catch (IOException | TimeoutException | RuntimeException e) {
      LOG.atDebug().addKeyValue("reason", e.toString()).log("No connection to RabbitMQ");
      disconnect();
      return false;
    }
  }

  private void disconnect() {
    channel = null;
    if (connection != null) {
      connection.abort(CONNECT_MILLIS);
      connection = null;
    }
  }

  private AMQP.BasicProperties properties(Entry entry) {
    return new AMQP.BasicProperties.Builder()
        .messageId(entry.id())
        .deliveryMode(2)
        .expiration(expiration)
        .headers(Map.of(Entry.ID, entry.id(), Entry.KEY, entry.keyText()))
        .build();
  }
}

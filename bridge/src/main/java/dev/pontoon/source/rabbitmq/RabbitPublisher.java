package dev.pontoon.source.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import dev.pontoon.config.Connection.Rabbit;
import dev.pontoon.config.From;
import dev.pontoon.message.Body;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Property;
import dev.pontoon.source.LegacyPublisher;
import dev.pontoon.source.Workers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Puts messages back into the queue that a route reads, through the default exchange, so that no
 * other consumer of the original exchange sees them again. Every message is confirmed.
 */
public final class RabbitPublisher implements LegacyPublisher {
  private static final long CONFIRM_MILLIS = 60_000;
  private static final int CLOSE_MILLIS = 5_000;
  private static final int PRECONDITION_FAILED = 406;

  private final Connection connection;
  private final String user;
  private final String queue;
  private Channel channel;
  private NavigableMap<Long, Integer> open = new ConcurrentSkipListMap<>();
  private NavigableMap<Integer, String> refused = new ConcurrentSkipListMap<>();
  private volatile @Nullable String returned;

  private RabbitPublisher(Connection connection, String user, String queue) throws IOException {
    this.connection = connection;
    this.user = user;
    this.queue = queue;
    this.channel = confirming();
  }

  /**
   * Connects, and looks the queue up.
   *
   * @param from where the route reads: Pontoon's own queue on an exchange, or an existing one
   * @throws Exception when there is no connection or no queue; the message says what to do
   */
  public static RabbitPublisher open(Rabbit settings, From from, Workers workers) throws Exception {
    String queue =
        from instanceof From.RabbitExchange exchange
            ? exchange.queue()
            : ((From.RabbitQueue) from).queue();
    RabbitConnector connector = new RabbitConnector(settings, workers);
    Connection connection;
    try {
      connection = connector.open("pontoon redrive");
    } catch (IOException | TimeoutException e) {
      throw new IOException("could not connect to " + connector.shown(), e);
    }
    try {
      Channel probe = RabbitConsumer.channel(connection);
      probe.queueDeclarePassive(queue);
      probe.abort();
      return new RabbitPublisher(connection, connector.username(), queue);
    } catch (IOException e) {
      connection.abort(CLOSE_MILLIS);
      throw RabbitConsumer.isMissing(e)
          ? new IOException("queue " + queue + " does not exist at " + connector.shown(), e)
          : e;
    }
  }

  private Channel confirming() throws IOException {
    Channel fresh = RabbitConsumer.channel(connection);
    fresh.confirmSelect();
    fresh.addReturnListener(
        (code, text, exchange, key, properties, body) -> returned = code + " " + text);
    fresh.addConfirmListener(this::acknowledged, this::refused);
    return fresh;
  }

  private void acknowledged(long tag, boolean multiple) {
    if (multiple) {
      open.headMap(tag, true).clear();
    } else {
      open.remove(tag);
    }
  }

  private void refused(long tag, boolean multiple) {
    NavigableMap<Long, Integer> these =
        multiple ? open.headMap(tag, true) : open.subMap(tag, true, tag, true);
    these.values().forEach(place -> refused.put(place, "the broker refused it: queue full?"));
    these.clear();
  }

  @Override
  public Map<Integer, String> publish(List<LegacyMessage> messages) throws Exception {
    open = new ConcurrentSkipListMap<>();
    refused = new ConcurrentSkipListMap<>();
    for (int place = 0; place < messages.size(); place++) {
      LegacyMessage message = messages.get(place);
      Object sender = message.property(Property.USER_ID);
      byte[] body = bytes(message.body());
      if (body == null) {
        refused.put(place, "its body is of a kind that AMQP does not have");
      } else if (sender == null || sender.equals(user)) {
        send(place, message, body);
      } else {
        confirm();
        sendAsOther(place, message, body, sender.toString());
      }
    }
    confirm();
    return new TreeMap<>(refused);
  }

  private void send(int place, LegacyMessage message, byte[] body) throws IOException {
    open.put(channel.getNextPublishSeqNo(), place);
    channel.basicPublish("", queue, true, new AmqpProperties(message), body);
  }

  private void confirm() throws Exception {
    if (!open.isEmpty()) {
      var unused = channel.waitForConfirms(CONFIRM_MILLIS);
    }
    String why = returned;
    if (why != null) {
      throw new IOException("the broker returned a message, no queue " + queue + ": " + why);
    }
  }

  /** The broker may close the channel over a foreign user id: nothing else may be under way. */
  private void sendAsOther(int place, LegacyMessage message, byte[] body, String sender)
      throws Exception {
    try {
      send(place, message, body);
      confirm();
    } catch (IOException | ShutdownSignalException e) {
      if (RabbitConsumer.code(e) != PRECONDITION_FAILED || !connection.isOpen()) {
        throw e;
      }
      refused.put(place, foreign(sender));
      open.clear();
      channel = confirming();
    }
  }

  private String foreign(String sender) {
    return "its user-id is "
        + sender
        + " and the connection's is "
        + user
        + ": redrive with that user's connection, or give the user the tag impersonator";
  }

  private static byte @Nullable [] bytes(Body body) {
    if (body instanceof Body.Bytes plain) {
      return plain.bytes();
    } else if (body instanceof Body.Text text && text.text() != null) {
      return text.text().getBytes(StandardCharsets.UTF_8);
    } else {
      return null;
    }
  }

  @Override
  public void close() {
    connection.abort(CLOSE_MILLIS);
  }
}

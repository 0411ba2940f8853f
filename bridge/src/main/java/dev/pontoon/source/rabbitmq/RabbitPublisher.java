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
import java.time.Duration;
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

  /** A broker that holds publishers back for longer needs a human. */
  private static final Duration HELD = Duration.ofSeconds(10);

  /** What a frame has around a message's properties. */
  private static final int AROUND = 20;

  private static final int PRECONDITION_FAILED = 406;

  private final Connection connection;
  private final String user;
  private final String queue;
  private Channel channel;
  private NavigableMap<Long, Integer> open = new ConcurrentSkipListMap<>();
  private NavigableMap<Integer, String> refused = new ConcurrentSkipListMap<>();
  private volatile @Nullable String returned;
  private volatile @Nullable String blocked;

  /** The broker has taken bodies up to this size; a larger one it may answer with the end. */
  private int taken = -1;

  private RabbitPublisher(Connection connection, String user, String queue, Workers workers)
      throws IOException {
    this.connection = connection;
    this.user = user;
    this.queue = queue;
    this.channel = confirming();
    connection.addBlockedListener(why -> blocked(why, workers), () -> blocked = null);
  }

  /** It may stop reading: then a write never ends by itself. */
  private void blocked(String why, Workers workers) {
    blocked = why;
    workers.runAfter(
        HELD,
        () -> {
          if (blocked != null) {
            connection.abort(CLOSE_MILLIS);
          }
        });
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
      return new RabbitPublisher(connection, connector.username(), queue, workers);
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
    try {
      for (int place = 0; place < messages.size(); place++) {
        publish(place, messages.get(place));
      }
      confirm();
    } catch (IOException | ShutdownSignalException e) {
      String why = blocked;
      if (why != null) {
        throw new IOException(
            "the broker holds all publishers back for more than "
                + HELD.toSeconds()
                + " s: "
                + why
                + "; redrive again when its alarm is over",
            e);
      }
      throw e;
    }
    return new TreeMap<>(refused);
  }

  private void publish(int place, LegacyMessage message) throws Exception {
    Object sender = message.property(Property.USER_ID);
    byte[] body =
        AmqpValue.TYPE.equals(message.property(Property.TYPE))
            ? AmqpValue.encoded(message.body())
            : bytes(message.body());
    AmqpProperties properties = new AmqpProperties(message);
    String misfit = misfit(properties);
    if (body == null) {
      refused.put(place, "its body is of a kind that AMQP does not have");
    } else if (misfit != null) {
      refused.put(place, misfit);
    } else if (body.length <= taken && (sender == null || sender.equals(user))) {
      send(place, properties, body);
    } else {
      confirm();
      sendAlone(place, properties, body, String.valueOf(sender));
    }
  }

  /** What would end the connection, or the client's channel. */
  private @Nullable String misfit(AmqpProperties properties) throws IOException {
    try {
      int size = properties.size() + AROUND;
      int most = connection.getFrameMax();
      return most == 0 || size <= most
          ? null
          : "its properties and headers have "
              + size
              + " bytes, and a frame of this connection has "
              + most
              + ": raise frame_max of the broker";
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }

  private void send(int place, AmqpProperties properties, byte[] body) throws IOException {
    open.put(channel.getNextPublishSeqNo(), place);
    channel.basicPublish("", queue, true, properties, body);
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

  /**
   * The broker may close the channel over a foreign user id or a large body: nothing else may be
   * under way.
   */
  private void sendAlone(int place, AmqpProperties properties, byte[] body, String sender)
      throws Exception {
    try {
      send(place, properties, body);
      confirm();
      taken = Math.max(taken, body.length);
    } catch (IOException | ShutdownSignalException e) {
      if (RabbitConsumer.code(e) != PRECONDITION_FAILED || !connection.isOpen()) {
        throw e;
      }
      boolean large = RabbitConsumer.reply(e).contains("message size");
      refused.put(place, large ? large(body.length) : foreign(sender));
      open.clear();
      channel = confirming();
    }
  }

  private static String large(int size) {
    return "its body of "
        + size
        + " bytes is larger than the broker takes: raise max_message_size in rabbitmq.conf";
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
    } else if (body instanceof Body.Unreadable kept) {
      return kept.bytes();
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

package dev.pontoon.source.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import dev.pontoon.config.From;
import dev.pontoon.config.StreamStart;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Origin;
import dev.pontoon.message.Property;
import java.io.IOException;
import java.util.Date;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream over AMQP 0-9-1, where its own protocol can't be reached. Every delivery is given
 * to the receiver, so its delivery tag is its sequence. Acknowledging only lets the broker send
 * more.
 */
final class AmqpStreamLink implements StreamLink {
  static final String OFFSET = "x-stream-offset";
  private static final int CLOSE_MILLIS = 5_000;

  /** Messages that are there come at once; nobody says that there are none. */
  private static final long LOOK_MILLIS = 5_000;

  private static final int MOST_PREFETCH = 65_535;

  private final RabbitConnector connector;
  private final Origin origin;
  private final From.RabbitStream from;
  private final int prefetch;
  private final Receiver receiver;
  private final Connection connection;
  private final Channel channel;
  private @Nullable Connection asking;

  /**
   * Connects and makes sure that the name is that of a stream.
   *
   * @throws Exception when that can't be done; the message is shown to the operator
   */
  AmqpStreamLink(
      RabbitConnector connector,
      Origin origin,
      From.RabbitStream from,
      int maxInFlight,
      Receiver receiver)
      throws Exception {
    this.connector = connector;
    this.origin = origin;
    this.from = from;
    this.prefetch = Math.min(maxInFlight, MOST_PREFETCH);
    this.receiver = receiver;
    this.connection = connector.open("pontoon " + origin.route());
    try {
      StreamChecks.isStream(connection, from.stream(), connector.shown());
      StreamChecks.canFilter(connection, from);
      this.channel = RabbitConsumer.channel(connection);
      this.connection.addShutdownListener(this::end);
      this.channel.addShutdownListener(this::end);
    } catch (Exception e) {
      connection.abort(CLOSE_MILLIS);
      throw e;
    }
  }

  @Override
  public List<String> streams() {
    return List.of(from.stream());
  }

  @Override
  public synchronized @Nullable LegacyMessage first(String stream, StreamStart at)
      throws Exception {
    Connection other = asking;
    if (other == null || !other.isOpen()) {
      other = connector.open("pontoon " + origin.route() + " position");
      asking = other;
    }
    Channel look = RabbitConsumer.channel(other);
    look.basicQos(1);
    CompletableFuture<LegacyMessage> found = new CompletableFuture<>();
    AmqpMessages messages = new AmqpMessages(origin, WireFrames.of(other));
    look.basicConsume(
        stream,
        false,
        "",
        false,
        false,
        arguments(at),
        new DefaultConsumer(look) {
          @Override
          public void handleDelivery(
              String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
            found.complete(placed(messages.read(envelope, properties, body)));
          }

          @Override
          public void handleShutdownSignal(String tag, ShutdownSignalException cause) {
            found.completeExceptionally(cause);
          }
        });
    try {
      return found.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return null;
    } finally {
      look.abort();
    }
  }

  @Override
  public void read(String stream, StreamStart start) throws IOException {
    Map<String, Object> arguments = arguments(start);
    if (!from.filter().isEmpty()) {
      arguments.put("x-stream-filter", from.filter());
    }
    channel.basicQos(prefetch);
    channel.basicConsume(stream, false, "", false, false, arguments, new Deliveries());
  }

  private static Map<String, Object> arguments(StreamStart start) {
    Object value =
        switch (start.kind()) {
          case FIRST, LAST, NEXT -> start.text();
          case OFFSET -> start.value();
          case TIMESTAMP -> new Date(start.value());
        };
    Map<String, Object> arguments = new HashMap<>();
    arguments.put(OFFSET, value);
    return arguments;
  }

  /** The broker's own note on the delivery becomes a property. */
  private static LegacyMessage placed(LegacyMessage message) {
    Map<String, @Nullable Object> headers = new LinkedHashMap<>(message.headers());
    Map<Property, Object> properties = new EnumMap<>(Property.class);
    properties.putAll(message.properties());
    if (headers.remove(OFFSET) instanceof Number offset) {
      properties.put(Property.STREAM_OFFSET, offset.longValue());
    }
    return new LegacyMessage(message.origin(), properties, headers, message.body(), false);
  }

  @Override
  public void acknowledge(long sequence) throws IOException {
    channel.basicAck(sequence, true);
  }

  private void end(ShutdownSignalException cause) {
    receiver.ended(RabbitAttachment.reason(cause));
  }

  @Override
  public void close() {
    closeQuietly(connection);
    Connection other;
    synchronized (this) {
      other = asking;
    }
    if (other != null) {
      closeQuietly(other);
    }
  }

  private static void closeQuietly(Connection open) {
    try {
      if (open.isOpen()) {
        open.close(CLOSE_MILLIS);
      }
    } catch (IOException | ShutdownSignalException e) {
      // It was closed already, or does not answer.
    } finally {
      open.abort(CLOSE_MILLIS);
    }
  }

  /** Runs on the thread that reads the socket. */
  private final class Deliveries extends DefaultConsumer {
    private final AmqpMessages messages = new AmqpMessages(origin, WireFrames.of(connection));

    Deliveries() {
      super(channel);
    }

    @Override
    public void handleDelivery(
        String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
      try {
        receiver.message(placed(messages.read(envelope, properties, body)));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        receiver.ended("interrupted");
      }
    }

    @Override
    public void handleCancel(String tag) {
      receiver.ended("the broker cancelled the reader: the stream was deleted or has moved");
    }
  }
}

package dev.pontoon.source.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.Map;

/** What a queue is, as its broker says it. */
enum QueueKind {
  /** Heeds {@code exclusive}. */
  CLASSIC("rabbit_classic_queue"),
  /** Lets several read, and counts deliveries. */
  QUORUM("rabbit_quorum_queue"),
  /** Keeps what is read; a reader has to say where it begins. */
  STREAM("rabbit_stream_queue"),
  /** Its broker does not tell. */
  UNKNOWN("");

  private static final String PRODUCT = "RabbitMQ";

  /**
   * Only streams know the first, and they don't know the second, so each kind of queue refuses
   * them, with the name of its kind: nobody becomes a reader. Tried on 3.10.8, 4.0.5 and 4.3.6.
   */
  private static final Map<String, Object> REFUSED_BY_ALL =
      Map.of("x-stream-offset", "next", "x-priority", 0);

  private final String module;

  QueueKind(String module) {
    this.module = module;
  }

  /**
   * As {@link #of}.
   *
   * @throws IOException also when it is a stream, which can't be read as a queue
   */
  static QueueKind ofQueue(Connection connection, String queue) throws IOException {
    QueueKind kind = of(connection, queue);
    if (kind == STREAM) {
      throw new IOException(
          "queue "
              + queue
              + " is a stream: a reader of queues would begin behind what lies there, at every"
              + " reconnect again; name it under from.rabbitmq.stream");
    }
    return kind;
  }

  /** Asks in a way that changes nothing. Takes the right to read, no other. */
  static QueueKind of(Connection connection, String queue) throws IOException {
    if (!PRODUCT.equals(property(connection, "product"))) {
      return UNKNOWN;
    }
    Channel probe = RabbitConsumer.channel(connection);
    try {
      probe.basicQos(1);
      probe.basicConsume(
          queue, false, "", false, false, REFUSED_BY_ALL, new DefaultConsumer(probe));
    } catch (IOException | ShutdownSignalException e) {
      if (RabbitConsumer.code(e) != AMQP.PRECONDITION_FAILED || !connection.isOpen()) {
        throw e;
      }
      String reply = RabbitConsumer.reply(e);
      for (QueueKind kind : values()) {
        if (kind != UNKNOWN && reply.contains(kind.module)) {
          return kind;
        }
      }
      return UNKNOWN;
    }
    // What was delivered comes back to its place with the channel's end.
    probe.abort();
    return UNKNOWN;
  }

  /** Other AMQP brokers refuse what they do not know, some by ending the connection. */
  static boolean isRabbit(Connection connection) {
    return PRODUCT.equals(property(connection, "product"));
  }

  /** Whether the server is RabbitMQ of this major version or a later one. */
  static boolean since(Connection connection, int major) {
    String version = property(connection, "version");
    int dot = version.indexOf('.');
    try {
      return isRabbit(connection)
          && dot > 0
          && Integer.parseInt(version.substring(0, dot)) >= major;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static String property(Connection connection, String name) {
    Map<String, Object> properties = connection.getServerProperties();
    return properties == null ? "" : String.valueOf(properties.get(name));
  }
}

package dev.pontoon.source.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Connection;
import dev.pontoon.config.From;
import java.io.IOException;

/** What must be so before a stream is read. */
final class StreamChecks {
  private StreamChecks() {}

  /**
   * @throws IOException when the name is that of no stream; the message says what to do
   */
  static void isStream(Connection connection, String stream, String broker) throws IOException {
    QueueKind kind;
    try {
      kind = QueueKind.of(connection, stream);
    } catch (IOException e) {
      throw RabbitConsumer.code(e) == AMQP.NOT_FOUND ? missing(stream, broker) : e;
    }
    if (kind != QueueKind.STREAM) {
      throw notAStream(stream, broker, kind);
    }
  }

  static IOException missing(String stream, String broker) {
    return new IOException(
        "stream "
            + stream
            + " does not exist at "
            + broker
            + "; create it or correct from.rabbitmq.stream; tried again until it is there. A super"
            + " stream is read only over the stream protocol: enable the plugin rabbitmq_stream");
  }

  static IOException notAStream(String stream, String broker, QueueKind kind) {
    return new IOException(
        stream
            + " at "
            + broker
            + " is a "
            + words(kind)
            + " and no stream; write from.rabbitmq.queue: "
            + stream
            + ", which takes its messages out of it");
  }

  private static String words(QueueKind kind) {
    return switch (kind) {
      case CLASSIC -> "classic queue";
      case QUORUM -> "quorum queue";
      default -> "queue";
    };
  }

  /** Brokers that do not know filters send everything and say nothing. */
  static void canFilter(Connection connection, From.RabbitStream from) throws IOException {
    String version = String.valueOf(connection.getServerProperties().get("version"));
    if (!from.filter().isEmpty() && !filters(version)) {
      throw cannotFilter(from.stream(), version);
    }
  }

  static IOException cannotFilter(String stream, String version) {
    return new IOException(
        "RabbitMQ "
            + version
            + " can't filter the stream "
            + stream
            + ": that needs 3.13; leave from.rabbitmq.filter out and filter with a step");
  }

  /** From 3.13 on. */
  static boolean filters(String version) {
    String[] parts = version.split("[^0-9]+");
    if (parts.length < 2 || parts[0].isEmpty()) {
      return false;
    }
    int major = Integer.parseInt(parts[0]);
    return major > 3 || major == 3 && Integer.parseInt(parts[1]) >= 13;
  }
}

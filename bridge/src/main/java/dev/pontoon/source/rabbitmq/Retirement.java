package dev.pontoon.source.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import dev.pontoon.config.Connection.Rabbit;
import dev.pontoon.source.Workers;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeoutException;

/** Removes queues that Pontoon made, if nobody reads them and nothing is in them. */
public final class Retirement implements AutoCloseable {
  private static final int CLOSE_MILLIS = 5_000;

  private final RabbitConnector connector;
  private Connection connection;

  /** What came of a queue. */
  public enum Outcome {
    REMOVED,
    MISSING,
    LEFT
  }

  /**
   * @param why in words, with what to do where it was left
   */
  public record Result(Outcome outcome, String why) {}

  /**
   * Connects.
   *
   * @throws IOException when it can't; the message says where to
   */
  public Retirement(Rabbit settings, Workers workers) throws IOException {
    try {
      this.connector = new RabbitConnector(settings, workers);
    } catch (GeneralSecurityException | URISyntaxException e) {
      throw new IOException("connection " + settings.name() + ": " + e.getMessage(), e);
    }
    this.connection = open();
  }

  private Connection open() throws IOException {
    try {
      return connector.open("pontoon retire");
    } catch (IOException | TimeoutException e) {
      throw new IOException("could not connect to " + connector.shown(), e);
    }
  }

  public Result retire(String queue) throws IOException {
    AMQP.Queue.DeclareOk found;
    try {
      found = RabbitConsumer.channel(connection).queueDeclarePassive(queue);
    } catch (IOException e) {
      if (RabbitConsumer.code(e) == AMQP.NOT_FOUND) {
        return new Result(Outcome.MISSING, "is not there");
      }
      throw e;
    }
    if (found.getConsumerCount() > 0) {
      return new Result(
          Outcome.LEFT,
          "is read by " + found.getConsumerCount() + ": stop the bridge that has this route first");
    } else if (found.getMessageCount() > 0) {
      return new Result(
          Outcome.LEFT,
          "holds "
              + found.getMessageCount()
              + " messages. Bring the route back to have them mirrored, or discard them:"
              + " rabbitmqctl delete_queue -p '"
              + connector.virtualHost()
              + "' '"
              + queue
              + "'");
    }
    return delete(queue);
  }

  private Result delete(String queue) throws IOException {
    try {
      RabbitConsumer.channel(connection).queueDelete(queue, true, true);
    } catch (IOException | ShutdownSignalException e) {
      int code = RabbitConsumer.code(e);
      if (code == AMQP.PRECONDITION_FAILED) {
        return new Result(Outcome.LEFT, "was empty and unread, and is no longer: try again");
      } else if (code != AMQP.NOT_IMPLEMENTED) {
        throw e;
      }
      // Quorum queues know no conditions; it was empty and unread a moment ago.
      connection = open();
      RabbitConsumer.channel(connection).queueDelete(queue);
    }
    return new Result(Outcome.REMOVED, "removed");
  }

  @Override
  public void close() {
    connection.abort(CLOSE_MILLIS);
  }
}

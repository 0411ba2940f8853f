package dev.pontoon.source.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Why a broker cancelled a consumer, which it does not say itself. */
final class Cancelled {
  private static final String WHAT = "the broker cancelled the consumer: ";

  private Cancelled() {}

  /** Looks whether the queue is still there; waits for the answer. */
  static String why(Connection connection, String queue, @Nullable QueueKind was) {
    try {
      Channel probe = RabbitConsumer.channel(connection);
      probe.queueDeclarePassive(queue);
      probe.abort();
    } catch (IOException | ShutdownSignalException e) {
      return WHAT
          + (RabbitConsumer.code(e) == AMQP.NOT_FOUND
              ? "queue " + queue + " was deleted"
              : "queue " + queue + " was deleted or has moved to another node");
    }
    return was == QueueKind.QUORUM && QueueKind.since(connection, 4)
        ? WHAT
            + "queue "
            + queue
            + " is there; its consumer timeout is over (it took back what had waited too long for"
            + " Kafka), or it has moved to another node"
        : WHAT + "queue " + queue + " is there: it has moved to another node or was made again";
  }
}

package dev.pontoon.source.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.ShutdownSignalException;
import dev.pontoon.source.Workers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps Pontoon's own queue bound while it is read. An exchange that is deleted takes its bindings
 * along, and no broker tells the reader of the queue: what is published to the one that is made in
 * its place would never come. So the bindings are made again and again; where they are there, that
 * changes nothing.
 *
 * <p>No thread waits for an answer: the one that reads answers may be waiting for Kafka, as long as
 * that takes. Ends with its connection.
 */
final class BindingWatch {
  private static final Logger LOG = LoggerFactory.getLogger(BindingWatch.class);
  private static final Duration LOOK = Duration.ofSeconds(10);

  private final OwnQueue queue;
  private final Connection connection;
  private final Workers workers;
  private final Consumer<String> lacks;
  private volatile Channel channel;
  private volatile boolean refused;

  /**
   * @param lacks hears what the reader lacks, again and again; empty when it is all there
   * @throws IOException when the broker gives no channel
   */
  BindingWatch(OwnQueue queue, Connection connection, Workers workers, Consumer<String> lacks)
      throws IOException {
    this.queue = queue;
    this.connection = connection;
    this.workers = workers;
    this.lacks = lacks;
    // Before deliveries flow: later this would have to wait for an answer.
    this.channel = RabbitConsumer.channel(connection);
  }

  /** For one that was not started: its connection lives on. */
  void giveUp() throws IOException {
    channel.abort();
  }

  /** Looks for the first time after a while: the bindings have just been made. */
  void start() {
    workers.runAfter(LOOK, this::look);
  }

  private void look() {
    if (!connection.isOpen()) {
      return;
    }
    Queue<Method> calls = new ArrayDeque<>();
    calls.add(queue.lookUp());
    calls.addAll(queue.bindings());
    call(calls);
  }

  private void call(Queue<Method> calls) {
    Method next = calls.poll();
    if (next == null) {
      refused = false;
      queue.bound();
      lacks.accept("");
      start();
      return;
    }
    try {
      var unused =
          channel
              .asyncCompletableRpc(next)
              .whenCompleteAsync(
                  (reply, failure) -> {
                    if (failure == null) {
                      call(calls);
                    } else {
                      failed(next, failure);
                    }
                  },
                  workers.pool());
    } catch (IOException | ShutdownSignalException e) {
      failed(next, e);
    }
  }

  private void failed(Method tried, Throwable failure) {
    if (!connection.isOpen()) {
      return;
    }
    boolean missing = RabbitConsumer.code(failure) == AMQP.NOT_FOUND;
    if (missing && tried instanceof AMQP.Exchange.Declare) {
      queue.exchangeIsGone();
      lacks.accept(
          "exchange "
              + queue.exchange()
              + " was deleted; bound again within "
              + LOOK.toSeconds()
              + " s once it is there; what is published before that is not mirrored");
    } else if (!missing && !refused) {
      // What a bind did not find is the exchange, which the next look will tell, or the queue: of
      // that the broker tells the reader.
      refused = true;
      LOG.atWarn()
          .addKeyValue("route", queue.route())
          .addKeyValue("exchange", queue.exchange())
          .addKeyValue("detail", RabbitConsumer.reply(failure))
          .log("nobody can say whether Pontoon's queue is still bound; looked again and again");
    }
    try {
      // Each refusal has ended the channel.
      channel = RabbitConsumer.channel(connection);
    } catch (IOException | ShutdownSignalException e) {
      LOG.atDebug().setCause(e).log("no channel to look at bindings with");
    }
    start();
  }
}

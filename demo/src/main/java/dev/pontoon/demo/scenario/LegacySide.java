package dev.pontoon.demo.scenario;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A fanout exchange, and clients that use it. For one thread. */
public final class LegacySide implements AutoCloseable {
  private static final long CONFIRM_MILLIS = 30_000;

  private final ConnectionFactory clients;
  private final String exchange;
  private final Connection connection;
  private final Channel channel;
  private final List<String> queues = new ArrayList<>();

  /** Makes the exchange. */
  public LegacySide(ConnectionFactory clients, String exchange) throws Exception {
    this.clients = clients;
    this.exchange = exchange;
    this.connection = clients.newConnection(exchange);
    this.channel = connection.createChannel();
    channel.exchangeDeclare(exchange, "fanout", true);
    channel.confirmSelect();
  }

  /** Publishes that many messages; returns their bodies when the broker has confirmed them. */
  List<String> publish(int count) throws Exception {
    List<String> bodies = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      String body = "message " + i;
      bodies.add(body);
      channel.basicPublish(
          exchange,
          "",
          MessageProperties.PERSISTENT_BASIC.builder().messageId(exchange + "-" + i).build(),
          body.getBytes(StandardCharsets.UTF_8));
    }
    channel.waitForConfirmsOrDie(CONFIRM_MILLIS);
    return bodies;
  }

  /** A new queue that gets what is published from now on; returns its name. */
  String subscribe() throws IOException {
    String queue = channel.queueDeclare("", false, false, true, Map.of()).getQueue();
    channel.queueBind(queue, exchange, "");
    queues.add(queue);
    return queue;
  }

  /** A new client. */
  Connection connect() throws Exception {
    return clients.newConnection(exchange + "-client");
  }

  /** Takes, and acknowledges, all that is in the queue; returns the bodies. */
  static List<String> takeAll(Channel from, String queue) throws IOException {
    List<String> bodies = new ArrayList<>();
    GetResponse next = from.basicGet(queue, false);
    while (next != null) {
      bodies.add(new String(next.getBody(), StandardCharsets.UTF_8));
      from.basicAck(next.getEnvelope().getDeliveryTag(), false);
      next = from.basicGet(queue, false);
    }
    return bodies;
  }

  /** Deletes the queues: those that never had a consumer do not go away by themselves. */
  @Override
  public void close() {
    try {
      for (String queue : queues) {
        channel.queueDelete(queue);
      }
    } catch (IOException | ShutdownSignalException expected) {
      // Then the broker is gone, and with it what was there.
    }
    connection.abort();
  }
}

package dev.pontoon.demo;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The legacy application that has read the orders for years, through a queue of its own. It must
 * not notice the bridge.
 */
final class Warehouse implements AutoCloseable {
  private final Connection connection;
  private final AtomicInteger received = new AtomicInteger();

  Warehouse(Connection connection) throws IOException {
    this.connection = connection;
    Channel channel = connection.createChannel();
    channel.exchangeDeclare(OrderPublisher.EXCHANGE, "topic", true);
    String queue = channel.queueDeclare("shop.warehouse", false, true, true, Map.of()).getQueue();
    channel.queueBind(queue, OrderPublisher.EXCHANGE, "order.#");
    channel.basicConsume(queue, true, new Counting(channel));
  }

  /** Orders of this run that have come in. */
  int received() {
    return received.get();
  }

  @Override
  public void close() {
    connection.abort();
  }

  private final class Counting extends DefaultConsumer {
    Counting(Channel channel) {
      super(channel);
    }

    @Override
    public void handleDelivery(
        String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
      Map<String, Object> headers = properties.getHeaders();
      if (headers != null && headers.containsKey(Ledger.HEADER)) {
        received.incrementAndGet();
      }
    }
  }
}

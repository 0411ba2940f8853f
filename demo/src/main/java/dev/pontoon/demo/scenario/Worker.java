package dev.pontoon.demo.scenario;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Delivery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A consumer of a queue that holds one message at a time. For one thread. */
final class Worker implements AutoCloseable {
  private final Connection connection;
  private final Channel channel;
  private final BlockingQueue<Delivery> inbox = new LinkedBlockingQueue<>();
  private final List<String> done = new ArrayList<>();

  Worker(Connection connection, String queue) throws IOException {
    this.connection = connection;
    this.channel = connection.createChannel();
    channel.basicQos(1);
    channel.basicConsume(queue, false, (tag, delivery) -> inbox.add(delivery), tag -> {});
  }

  /** Works off the next message if it comes within that time. */
  void next(long millis) throws IOException, InterruptedException {
    Delivery delivery = inbox.poll(millis, TimeUnit.MILLISECONDS);
    if (delivery != null) {
      done.add(new String(delivery.getBody(), StandardCharsets.UTF_8));
      channel.basicAck(delivery.getEnvelope().getDeliveryTag(), false);
    }
  }

  /** The bodies of what it has worked off. */
  List<String> done() {
    return done;
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}

package dev.pontoon.rig.rabbit;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The smallest application: puts texts into a durable queue and takes them out. */
final class AmqpClient implements AutoCloseable {

  final Connection connection;
  final Channel channel;

  AmqpClient(String uri) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(uri);
    factory.setAutomaticRecoveryEnabled(false);
    connection = factory.newConnection("application");
    channel = connection.createChannel();
    channel.confirmSelect();
  }

  /** Sends without waiting: a blocked connection would not answer. */
  void send(String queue, String text) throws Exception {
    channel.basicPublish(
        "", queue, MessageProperties.PERSISTENT_TEXT_PLAIN, text.getBytes(StandardCharsets.UTF_8));
  }

  void put(String queue, String text) throws Exception {
    channel.queueDeclare(queue, true, false, false, null);
    send(queue, text);
    channel.waitForConfirmsOrDie(5_000);
  }

  List<String> takeAll(String queue) throws Exception {
    List<String> texts = new ArrayList<>();
    for (GetResponse got = channel.basicGet(queue, true);
        got != null;
        got = channel.basicGet(queue, true)) {
      texts.add(new String(got.getBody(), StandardCharsets.UTF_8));
    }
    return texts;
  }

  @Override
  public void close() {
    connection.abort(1_000);
  }
}

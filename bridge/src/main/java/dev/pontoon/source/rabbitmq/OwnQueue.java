package dev.pontoon.source.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.pontoon.config.From;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pontoon's own durable queue on an exchange of the user's. The exchange is only looked up, never
 * declared; the queue that is there already is used as it is.
 */
final class OwnQueue {
  private static final Logger LOG = LoggerFactory.getLogger(OwnQueue.class);

  private final From.RabbitExchange settings;
  private final String route;

  OwnQueue(From.RabbitExchange settings, String route) {
    this.settings = settings;
    this.route = route;
  }

  void prepare(Connection connection) throws IOException {
    checkExchange(connection);
    declare(connection);
    Channel channel = RabbitConsumer.channel(connection);
    for (From.Binding binding : settings.bindings()) {
      channel.queueBind(
          settings.queue(), settings.exchange(), binding.routingKey(), binding.arguments());
    }
    channel.abort();
  }

  private void checkExchange(Connection connection) throws IOException {
    Channel channel = RabbitConsumer.channel(connection);
    try {
      channel.exchangeDeclarePassive(settings.exchange());
    } catch (IOException e) {
      if (RabbitConsumer.code(e) == AMQP.NOT_FOUND) {
        throw new IOException(
            "exchange "
                + settings.exchange()
                + " does not exist; create it or correct from.rabbitmq.exchange; tried again until it is there");
      }
      throw e;
    }
    channel.abort();
  }

  private void declare(Connection connection) throws IOException {
    Channel channel = RabbitConsumer.channel(connection);
    try {
      channel.queueDeclare(settings.queue(), true, false, false, arguments());
    } catch (IOException e) {
      if (RabbitConsumer.code(e) != AMQP.PRECONDITION_FAILED || !connection.isOpen()) {
        throw e;
      }
      LOG.atWarn()
          .addKeyValue("route", route)
          .addKeyValue("queue", settings.queue())
          .addKeyValue("detail", e.getCause() == null ? e : e.getCause().getMessage())
          .log("the queue has other settings than the route file and is used as it is");
      return;
    }
    channel.abort();
  }

  private Map<String, Object> arguments() {
    Map<String, Object> arguments = new HashMap<>();
    // Classic is the broker's default; other AMQP brokers refuse the argument.
    if (!settings.queueType().equals("classic")) {
      arguments.put("x-queue-type", settings.queueType());
    }
    put(arguments, "x-max-length", settings.maxLength());
    put(arguments, "x-max-length-bytes", settings.maxLengthBytes());
    put(arguments, "x-message-ttl", settings.messageTtlMs());
    put(arguments, "x-expires", settings.expiresMs());
    return arguments;
  }

  private static void put(Map<String, Object> to, String key, @Nullable Long value) {
    if (value != null) {
      to.put(key, value);
    }
  }
}

package dev.pontoon.source.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.pontoon.config.ExchangeTypes;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out of which type an exchange is. AMQP has no word for it, but a broker that is told to
 * declare an exchange with another type than it has refuses, and names the one that it has.
 *
 * <p>For one thread at a time.
 */
final class ExchangeType {
  private static final Logger LOG = LoggerFactory.getLogger(ExchangeType.class);
  private static final String TRIED = "fanout";

  /** Erlang puts names with a dash into quotes of their own. */
  private static final Pattern CURRENT =
      Pattern.compile("inequivalent arg 'type' .* but current is '*([^']+)");

  private final String exchange;
  private final String route;
  private boolean said;

  ExchangeType(String exchange, String route) {
    this.exchange = exchange;
    this.route = route;
  }

  /**
   * Fails if the exchange divides its messages among its queues. It must exist.
   *
   * @throws IOException with the type and what to do
   */
  void refuseDividing(Connection connection) throws IOException {
    // Brokers' own exchanges are all of AMQP's types, and can't be declared. Others than RabbitMQ
    // end
    // the connection at the question.
    if (exchange.isEmpty() || exchange.startsWith("amq.") || !QueueKind.isRabbit(connection)) {
      return;
    }
    Channel channel = RabbitConsumer.channel(connection);
    try {
      channel.exchangeDeclare(exchange, TRIED, false, true, false, Map.of());
      // There is one just like it; or it was deleted this moment, and this one goes with its
      // binding.
      channel.abort();
    } catch (IOException e) {
      if (!connection.isOpen()) {
        throw e;
      }
      refused(e);
    }
  }

  private void refused(IOException refusal) throws IOException {
    String text = RabbitConsumer.text(refusal);
    Matcher current = CURRENT.matcher(text);
    if (current.find()) {
      String type = current.group(1);
      if (ExchangeTypes.divides(type)) {
        throw new IOException("exchange " + exchange + ": " + ExchangeTypes.refusal(type));
      }
    } else if (RabbitConsumer.code(refusal) == AMQP.ACCESS_REFUSED && !said) {
      said = true;
      LOG.atInfo()
          .addKeyValue("route", route)
          .addKeyValue("exchange", exchange)
          .log("of which type it is can't be asked without the right to configure it");
    }
  }
}

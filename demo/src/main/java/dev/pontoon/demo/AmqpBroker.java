package dev.pontoon.demo;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.pontoon.rig.rabbit.QpidBroker;
import dev.pontoon.rig.rabbit.RabbitContainer;
import dev.pontoon.rig.rabbit.RabbitNode;
import java.util.List;
import java.util.Optional;

/**
 * The AMQP 0-9-1 broker of the demo.
 *
 * @param what for people: which one it is and why
 * @param uri with user and password
 * @param end stops it, if the demo had started it
 */
record AmqpBroker(String what, String uri, AutoCloseable end) implements AutoCloseable {

  /**
   * @throws CannotStartException when the wanted one can't be had; the message says what to do
   */
  static AmqpBroker start(RabbitChoice choice) {
    return switch (choice.kind()) {
      case AUTO ->
          installed()
              .or(() -> container(RabbitContainer.startWithoutPull()))
              .orElseGet(() -> qpid("no rabbitmq-server is installed"));
      case QPID -> qpid("as asked for");
      case INSTALLED ->
          installed()
              .orElseThrow(
                  () ->
                      new CannotStartException(
                          "no rabbitmq-server is installed; get it with: apt install"
                              + " rabbitmq-server, or use --rabbitmq qpid"));
      case DOCKER ->
          container(RabbitContainer.start())
              .orElseThrow(
                  () ->
                      new CannotStartException(
                          "Docker does not answer, or can't start RabbitMQ; use --rabbitmq qpid"));
      case GIVEN -> given(choice.uri());
    };
  }

  private static Optional<AmqpBroker> installed() {
    if (!RabbitNode.installed()) {
      return Optional.empty();
    }
    RabbitNode node = RabbitNode.started();
    String what = "RabbitMQ, a private node of the installed one";
    return Optional.of(new AmqpBroker(what, node.amqpUri(), node));
  }

  private static Optional<AmqpBroker> container(Optional<RabbitContainer> started) {
    return started.map(
        container -> new AmqpBroker("RabbitMQ in Docker", container.amqpUri(), container));
  }

  private static AmqpBroker qpid(String why) {
    QpidBroker broker = QpidBroker.lenient();
    String what = "Qpid Broker-J in place of RabbitMQ: " + why;
    return new AmqpBroker(what, broker.amqpUri(), broker);
  }

  private static AmqpBroker given(String uri) {
    AmqpBroker broker = new AmqpBroker("the given broker", uri, () -> {});
    try (Connection connection = broker.clients().newConnection("demo")) {
      if (exists(connection.createChannel())) {
        throw new CannotStartException(
            "the given broker has an exchange "
                + OrderPublisher.EXCHANGE
                + " already, and the demo would publish samples to it; give a virtual host of its"
                + " own: amqp://user:password@host/demo");
      }
      return broker;
    } catch (CannotStartException e) {
      throw e;
    } catch (Exception e) {
      throw new CannotStartException(
          "the given broker can't be used: "
              + Reasons.of(e)
              + "; is it amqp://user:password@host?");
    }
  }

  private static boolean exists(Channel channel) {
    try {
      channel.exchangeDeclarePassive(OrderPublisher.EXCHANGE);
      return true;
    } catch (java.io.IOException expected) {
      return false;
    }
  }

  /** A new connection factory for it. */
  ConnectionFactory clients() throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(uri);
    return factory;
  }

  /**
   * Takes away what the demo has made there, for a broker that lives on. The connection may fail:
   * the result stands without it.
   */
  void forget(List<String> queues, List<String> exchanges) {
    try (Connection connection = clients().newConnection("demo");
        Channel channel = connection.createChannel()) {
      for (String queue : queues) {
        channel.queueDelete(queue);
      }
      for (String exchange : exchanges) {
        channel.exchangeDelete(exchange);
      }
    } catch (Exception expected) {
      // Then the broker is gone, and with it what was there.
    }
  }

  @Override
  public void close() throws Exception {
    end.close();
  }
}

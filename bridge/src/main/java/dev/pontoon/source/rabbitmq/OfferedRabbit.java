package dev.pontoon.source.rabbitmq;

import dev.pontoon.config.Connection.Rabbit;
import dev.pontoon.source.Workers;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import org.apache.camel.CamelContext;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;

/** A RabbitMQ connection of bridge.yaml for stock Camel components. */
public final class OfferedRabbit extends ServiceSupport {
  private final Rabbit settings;
  private final Workers workers;
  private @Nullable CachingConnectionFactory made;

  private OfferedRabbit(Rabbit settings, Workers workers) {
    this.settings = settings;
    this.workers = workers;
  }

  /**
   * Offers Spring's connection factory in Camel's registry under the connection's name. It is made
   * when a component first asks for it, and what is wrong with its settings is said then; its
   * connections end with the context.
   *
   * @throws Exception when the context takes nothing more
   */
  public static void offer(CamelContext context, Rabbit settings, Workers workers)
      throws Exception {
    OfferedRabbit shared = new OfferedRabbit(settings, workers);
    context.getRegistry().bind(settings.name(), ConnectionFactory.class, shared::factory);
    context.addService(shared);
  }

  private synchronized CachingConnectionFactory factory() {
    CachingConnectionFactory spring = made;
    if (spring == null) {
      try {
        spring = new RabbitConnector(settings, workers).spring();
      } catch (IOException | GeneralSecurityException | URISyntaxException e) {
        throw new IllegalArgumentException("connection " + settings.name() + ": " + e, e);
      }
      made = spring;
    }
    return spring;
  }

  @Override
  protected synchronized void doStop() {
    if (made != null) {
      made.destroy();
    }
  }
}

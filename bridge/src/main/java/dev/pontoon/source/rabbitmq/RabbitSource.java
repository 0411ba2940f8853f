package dev.pontoon.source.rabbitmq;

import dev.pontoon.config.Connection;
import dev.pontoon.config.From;
import dev.pontoon.source.SourceEndpoint;
import dev.pontoon.source.SourceRuntime;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import org.apache.camel.CamelContext;

/** Makes the Camel endpoint that reads a RabbitMQ exchange or queue. */
public final class RabbitSource {
  private RabbitSource() {}

  /**
   * @param bridge its name, by which its replicas know each other's readers
   * @throws IllegalArgumentException when the connection's settings can't be used
   */
  public static SourceEndpoint endpoint(
      CamelContext context,
      String bridge,
      Connection.Rabbit connection,
      From from,
      SourceRuntime runtime) {
    RabbitConnector connector;
    try {
      connector = new RabbitConnector(connection, runtime.workers());
    } catch (IOException | GeneralSecurityException | URISyntaxException e) {
      throw new IllegalArgumentException(
          "connection " + connection.name() + ": " + e.getMessage(), e);
    }
    ReaderTag tag = new ReaderTag(bridge, runtime.route().id());
    ForeignReaders foreign = ForeignReaders.of(connection, from, runtime, tag);
    Management management = new Management(connection, runtime.workers());
    return new SourceEndpoint(
        SourceEndpoint.uri("rabbitmq", runtime.route().id()),
        context,
        (endpoint, processor) ->
            from instanceof From.RabbitStream stream
                ? new StreamConsumer(endpoint, processor, runtime, connector, stream)
                : new RabbitConsumer(
                    endpoint, processor, runtime, connector, from, tag, foreign, management));
  }
}

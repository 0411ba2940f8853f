package dev.pontoon.source.jms;

import dev.pontoon.config.Connection.Jms;
import dev.pontoon.config.From;
import dev.pontoon.config.From.JmsQueue;
import dev.pontoon.config.From.JmsTopic;
import dev.pontoon.source.SourceEndpoint;
import dev.pontoon.source.SourceRuntime;
import org.apache.camel.CamelContext;

/** Makes the Camel endpoint that reads a JMS queue or durable subscription. */
public final class JmsSource {
  private JmsSource() {}

  /**
   * Connects to nothing yet.
   *
   * @param from a {@link JmsQueue} or a {@link JmsTopic}
   */
  public static SourceEndpoint endpoint(
      CamelContext context, Jms connection, From from, SourceRuntime runtime) {
    return new SourceEndpoint(
        SourceEndpoint.uri("jms", runtime.route().id()),
        context,
        (endpoint, processor) -> new JmsConsumer(endpoint, processor, runtime, connection, from));
  }
}

package dev.pontoon.source;

import java.util.function.BiFunction;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/**
 * The start of a Camel route that reads a legacy queue. Made by code with all it needs; its URI is
 * for people who look at the route.
 */
public final class SourceEndpoint extends DefaultEndpoint {
  private final BiFunction<Endpoint, Processor, Consumer> consumers;

  public SourceEndpoint(
      String uri, CamelContext context, BiFunction<Endpoint, Processor, Consumer> consumers) {
    this.consumers = consumers;
    setEndpointUri(uri);
    setCamelContext(context);
  }

  @Override
  public Consumer createConsumer(Processor processor) {
    return consumers.apply(this, processor);
  }

  @Override
  public Producer createProducer() {
    throw new UnsupportedOperationException(getEndpointUri() + " is read, never written");
  }
}

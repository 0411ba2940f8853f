package dev.pontoon.source;

import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/**
 * The start of a Camel route that reads a legacy queue. Made by code with all it needs; its URI
 * only tells it from the others. Camel fills placeholders in URIs, so nothing from outside stands
 * there.
 */
public final class SourceEndpoint extends DefaultEndpoint {
  private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._/-]+");

  private final BiFunction<Endpoint, Processor, Consumer> consumers;

  public SourceEndpoint(
      String uri, CamelContext context, BiFunction<Endpoint, Processor, Consumer> consumers) {
    this.consumers = consumers;
    setEndpointUri(uri);
    setCamelContext(context);
  }

  /**
   * The URI of a route's source.
   *
   * @param kind of the broker
   * @param route the route's id
   */
  public static String uri(String kind, String route) {
    if (!HARMLESS.matcher(route).matches()) {
      throw new IllegalArgumentException("not the id of a route");
    }
    return "pontoon-" + kind + ":" + route;
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

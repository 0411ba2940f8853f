package dev.pontoon.route;

import dev.pontoon.config.RouteConfig;
import dev.pontoon.delivery.InFlight;
import dev.pontoon.mapping.KeyExpressions;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.source.LegacyCamelMessage;
import dev.pontoon.source.SourceEndpoint;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A route without its ends: runs messages through the steps, with no broker at either side. For one
 * thread.
 */
public final class StepRun implements AutoCloseable {
  /** What becomes of steps that send to, or read from, what is outside of this process. */
  public enum Sending {
    REAL,
    /** They are stubs, and what they would have done is told. */
    TOLD
  }

  private static final int MOST_TOLD = 20;

  private final Routes routes;
  private final KeyExpressions keys;
  private final Set<String> told = new LinkedHashSet<>();
  private @Nullable Consumer start;

  /**
   * @throws Exception when Camel refuses the steps; the message names the route
   */
  public StepRun(RouteConfig route, Sending sending) throws Exception {
    this.routes = new Routes("pontoon-dry-run", StepRun.class.getClassLoader());
    if (sending == Sending.TOLD) {
      routes.stub(this::tell);
    }
    this.keys = routes.keys();
    SourceEndpoint from =
        new SourceEndpoint(
            SourceEndpoint.uri("dry-run", route.id()), routes.context(), this::consumer);
    routes.add(route, from);
    routes.start();
  }

  private Consumer consumer(Endpoint endpoint, Processor processor) {
    Consumer made = new DefaultConsumer(endpoint, processor);
    start = made;
    return made;
  }

  private void tell(String what) {
    if (told.size() < MOST_TOLD) {
      told.add(what);
    }
  }

  /** What stubs were asked for since this was last called, each once, with its address. */
  public List<String> told() {
    List<String> all = List.copyOf(told);
    told.clear();
    return all;
  }

  /** Keys by Camel's languages, for the mapper. */
  public KeyExpressions keys() {
    return keys;
  }

  /**
   * What the steps make of a message: nothing, the message, or several.
   *
   * @throws Exception what a step threw
   */
  public List<LegacyMessage> run(LegacyMessage message) throws Exception {
    Consumer consumer = start;
    if (consumer == null) {
      throw new IllegalStateException("the route has no start");
    }
    List<LegacyMessage> results = new ArrayList<>();
    InFlight inFlight =
        new InFlight() {
          @Override
          public LegacyMessage message() {
            return message;
          }

          @Override
          public long sequence() {
            return 1;
          }

          @Override
          public void forward(LegacyMessage derived) {
            results.add(derived);
          }
        };
    Exchange exchange = consumer.createExchange(false);
    exchange.setIn(new LegacyCamelMessage(exchange, message, inFlight));
    exchange.setProperty(LegacyCamelMessage.IN_FLIGHT, inFlight);
    consumer.getProcessor().process(exchange);
    if (exchange.getException() != null) {
      throw exchange.getException();
    }
    return results;
  }

  @Override
  public void close() {
    routes.close();
  }
}

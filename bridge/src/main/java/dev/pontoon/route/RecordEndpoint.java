package dev.pontoon.route;

import dev.pontoon.delivery.InFlight;
import dev.pontoon.source.LegacyCamelMessage;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/**
 * The end of every route: hands the message to its lane, which maps it and sends the record. Does
 * not wait for Kafka: the lane acknowledges when Kafka has confirmed.
 */
final class RecordEndpoint extends DefaultEndpoint {
  private final boolean steps;

  /**
   * @param steps whether the route has steps, which may have changed headers or body
   */
  RecordEndpoint(String uri, CamelContext context, boolean steps) {
    this.steps = steps;
    setEndpointUri(uri);
    setCamelContext(context);
  }

  @Override
  public Producer createProducer() {
    return new DefaultProducer(this) {
      @Override
      public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        InFlight inFlight = inFlight(exchange, message);
        inFlight.forward(steps ? StepResult.of(message, inFlight.message()) : inFlight.message());
      }
    };
  }

  private static InFlight inFlight(Exchange exchange, Message message) {
    InFlight found =
        message instanceof LegacyCamelMessage ours
            ? ours.inFlight()
            : exchange.getProperty(LegacyCamelMessage.IN_FLIGHT, InFlight.class);
    if (found == null) {
      throw new IllegalStateException(
          "a step has made a new exchange: what it holds belongs to no message of the queue");
    }
    return found;
  }

  @Override
  public Consumer createConsumer(Processor processor) {
    throw new UnsupportedOperationException(getEndpointUri() + " is written, never read");
  }
}

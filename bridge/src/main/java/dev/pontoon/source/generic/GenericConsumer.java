package dev.pontoon.source.generic;

import dev.pontoon.message.LegacyMessage;
import dev.pontoon.source.Attachment;
import dev.pontoon.source.SourceConsumer;
import dev.pontoon.source.SourceRuntime;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.spi.RouteError;
import org.jspecify.annotations.Nullable;

/** The inner side of a generic source: what the component delivered goes through the route. */
final class GenericConsumer extends SourceConsumer {
  private final CamelMessages messages;
  private final Object gate = new Object();
  private @Nullable GenericAttachment open;
  private boolean stopped = true;

  GenericConsumer(Endpoint endpoint, Processor processor, SourceRuntime runtime) {
    super(endpoint, processor, runtime);
    this.messages = new CamelMessages(runtime.origin());
  }

  /**
   * Takes an exchange of the outer route; the callback comes when Kafka has confirmed what it
   * became. While the session starts over, the component's thread waits.
   */
  void accept(Exchange exchange, AsyncCallback callback) throws Exception {
    LegacyMessage message = messages.read(exchange.getMessage());
    GenericAttachment to = awaitOpen(null);
    while (!to.take(message, exchange, callback)) {
      to = awaitOpen(to);
    }
  }

  private GenericAttachment awaitOpen(@Nullable GenericAttachment over) throws Exception {
    synchronized (gate) {
      while (!stopped && (open == null || open == over)) {
        gate.wait();
      }
      if (stopped || open == null) {
        throw new IllegalStateException("route " + runtime().route().id() + " is stopped");
      }
      return open;
    }
  }

  private void openness(GenericAttachment of, boolean opens) {
    synchronized (gate) {
      if (opens) {
        open = of;
      } else if (open == of) {
        open = null;
      }
      gate.notifyAll();
    }
  }

  /**
   * @throws NotStartedException while the component has not started, with its last error
   */
  @Override
  protected Attachment attach() throws NotStartedException {
    CamelContext context = getEndpoint().getCamelContext();
    String outer = OuterRoute.idOf(runtime().route().id());
    ServiceStatus state = context.getRouteController().getRouteStatus(outer);
    if (state == null || !state.isStarted()) {
      Route route = context.getRoute(outer);
      RouteError error = route == null ? null : route.getLastError();
      throw new NotStartedException(error == null ? null : error.getException());
    }
    return new GenericAttachment(runtime().route().id(), this::dispatch, this::openness);
  }

  @Override
  protected void doStart() throws Exception {
    synchronized (gate) {
      stopped = false;
    }
    super.doStart();
  }

  @Override
  protected void doStop() throws Exception {
    synchronized (gate) {
      stopped = true;
      gate.notifyAll();
    }
    super.doStop();
  }

  /** The component is tried again by Camel. */
  private static final class NotStartedException extends Exception {
    NotStartedException(@Nullable Throwable cause) {
      super("the Camel component has not started", cause);
    }
  }
}

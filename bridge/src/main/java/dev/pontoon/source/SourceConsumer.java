package dev.pontoon.source;

import dev.pontoon.delivery.InFlight;
import dev.pontoon.delivery.Lane;
import dev.pontoon.message.LegacyMessage;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The start of a Camel route: Camel starts and stops it, a {@link SourceLoop} keeps it attached to
 * its queue, and what is delivered goes through the lane and the route's steps.
 */
public abstract class SourceConsumer extends DefaultConsumer {
  private static final Logger LOG = LoggerFactory.getLogger(SourceConsumer.class);

  private final SourceRuntime runtime;
  private final SourceLoop loop;
  private final boolean steps;

  protected SourceConsumer(Endpoint endpoint, Processor processor, SourceRuntime runtime) {
    super(endpoint, processor);
    this.runtime = runtime;
    this.loop = new SourceLoop(() -> attach(), runtime);
    this.steps = !runtime.route().steps().isEmpty();
  }

  /** See {@link Reader#attach}. */
  protected abstract Attachment attach() throws Exception;

  protected final SourceRuntime runtime() {
    return runtime;
  }

  /** Routes one delivery. Returns false if the session is closed and the message was not taken. */
  protected final boolean dispatch(Lane.Session to, LegacyMessage message)
      throws InterruptedException {
    return take(to, message, this::route);
  }

  /** The same past the route's steps. */
  protected final boolean forward(Lane.Session to, LegacyMessage message)
      throws InterruptedException {
    return take(to, message, inFlight -> inFlight.forward(inFlight.message()));
  }

  private boolean take(Lane.Session to, LegacyMessage message, Lane.Router router)
      throws InterruptedException {
    runtime.metrics().read.increment();
    try {
      if (to.take(message, router)) {
        return true;
      }
    } catch (InterruptedException e) {
      runtime.metrics().givenBack.increment();
      throw e;
    }
    runtime.metrics().givenBack.increment();
    return false;
  }

  private void route(InFlight inFlight) throws Exception {
    if (!steps) {
      // Between source and record endpoint Camel has nothing to do, and would cost a tenth.
      inFlight.forward(inFlight.message());
      return;
    }
    Exchange exchange = createExchange(false);
    try {
      exchange.setIn(new LegacyCamelMessage(exchange, inFlight.message(), inFlight));
      exchange.setProperty(LegacyCamelMessage.IN_FLIGHT, inFlight);
      getProcessor().process(exchange);
      Exception failure = exchange.getException();
      if (failure != null) {
        throw failure;
      }
    } finally {
      releaseExchange(exchange, false);
    }
  }

  /** See {@link SourceLoop#lost}. */
  protected final void lost(Attachment ended, String cause) {
    lost(ended, cause, Duration.ZERO);
  }

  /** See {@link SourceLoop#lost}. */
  protected final void lost(Attachment ended, String cause, Duration atLeast) {
    loop.lost(ended, cause, atLeast);
  }

  /** See {@link SourceLoop#lacks}. */
  protected final void lacks(@Nullable Attachment reading, String what) {
    loop.lacks(reading, what);
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    loop.start();
  }

  @Override
  protected void doStop() throws Exception {
    try {
      loop.stop()
          .get(SourceLoop.stopLimit(runtime.stopTimeout()).toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.atWarn()
          .addKeyValue("route", runtime.route().id())
          .log("the source has not ended in time: what it had in flight stays on the queue");
    }
    super.doStop();
  }
}

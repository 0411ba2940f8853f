package dev.pontoon.source.generic;

import dev.pontoon.source.SourceEndpoint;
import dev.pontoon.source.SourceRuntime;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * Where the two halves of a generic source meet: {@code pontoon-camel:ROUTE}. The outer half is
 * made by {@link OuterRoute}; the inner half is the route itself, which begins here.
 */
public final class GenericEndpoint extends DefaultEndpoint {
  private final SourceRuntime runtime;
  private volatile @Nullable GenericConsumer consumer;

  public GenericEndpoint(CamelContext context, SourceRuntime runtime) {
    super(SourceEndpoint.uri("camel", runtime.route().id()), null);
    setCamelContext(context);
    this.runtime = runtime;
  }

  GenericConsumer consumer() {
    GenericConsumer made = consumer;
    if (made == null) {
      throw new IllegalStateException("route " + runtime.route().id() + " is not started");
    }
    return made;
  }

  @Override
  public Producer createProducer() {
    return new GenericProducer(this);
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    GenericConsumer made = new GenericConsumer(this, processor, runtime);
    configureConsumer(made);
    consumer = made;
    return made;
  }
}

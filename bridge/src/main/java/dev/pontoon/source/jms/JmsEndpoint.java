package dev.pontoon.source.jms;

import dev.pontoon.config.Connection.Jms;
import dev.pontoon.config.From;
import dev.pontoon.config.From.JmsQueue;
import dev.pontoon.config.From.JmsTopic;
import dev.pontoon.source.SourceRuntime;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.util.URISupport;

/**
 * A JMS queue or durable subscription in a Camel route: {@code pontoon-jms:queue:NAME} or {@code
 * pontoon-jms:topic:NAME}. Made by the route builder, not from its URI; read-only.
 */
public final class JmsEndpoint extends DefaultEndpoint {
  private final SourceRuntime runtime;
  private final Jms settings;

  /** The route's source must be a {@link JmsQueue} or a {@link JmsTopic}. */
  public JmsEndpoint(CamelContext context, SourceRuntime runtime, Jms settings) {
    super(uri(runtime.route().from()), null);
    setCamelContext(context);
    this.runtime = runtime;
    this.settings = settings;
  }

  private static String uri(From from) {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("connection", from.connection());
    String path;
    if (from instanceof JmsQueue queue) {
      path = "queue:" + queue.queue();
      if (queue.selector() != null) {
        options.put("selector", queue.selector());
      }
    } else if (from instanceof JmsTopic topic) {
      path = "topic:" + topic.topic();
      options.put("subscription", topic.subscription());
      options.put("shared", topic.shared());
      if (topic.selector() != null) {
        options.put("selector", topic.selector());
      }
    } else {
      throw new IllegalArgumentException("not a JMS source: " + from);
    }
    try {
      return URISupport.appendParametersToURI("pontoon-jms:" + path, options);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Override
  public Producer createProducer() {
    throw new UnsupportedOperationException("pontoon-jms only reads: send with Camel's jms");
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    Consumer consumer = new JmsConsumer(this, processor, runtime, settings);
    configureConsumer(consumer);
    return consumer;
  }
}

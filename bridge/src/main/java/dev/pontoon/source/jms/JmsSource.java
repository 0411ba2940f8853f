package dev.pontoon.source.jms;

import dev.pontoon.config.Connection.Jms;
import dev.pontoon.config.From;
import dev.pontoon.config.From.JmsQueue;
import dev.pontoon.config.From.JmsTopic;
import dev.pontoon.source.SourceEndpoint;
import dev.pontoon.source.SourceRuntime;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;

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
        uri(from),
        context,
        (endpoint, processor) -> new JmsConsumer(endpoint, processor, runtime, connection, from));
  }

  private static String uri(From from) {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("connection", from.connection());
    if (from instanceof JmsQueue queue) {
      return uri("queue:" + queue.queue(), options, queue.selector());
    } else if (from instanceof JmsTopic topic) {
      options.put("subscription", topic.subscription());
      options.put("shared", topic.shared());
      return uri("topic:" + topic.topic(), options, topic.selector());
    }
    throw new IllegalArgumentException("not a JMS source: " + from);
  }

  private static String uri(String path, Map<String, Object> options, @Nullable String selector) {
    if (selector != null) {
      options.put("selector", selector);
    }
    try {
      return URISupport.appendParametersToURI("pontoon-jms:" + path, options);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("not usable in a URI: " + path, e);
    }
  }
}

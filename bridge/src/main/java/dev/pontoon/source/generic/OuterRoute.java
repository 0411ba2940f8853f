package dev.pontoon.source.generic;

import java.util.Set;
import org.apache.camel.ExchangePattern;
import org.apache.camel.builder.RouteBuilder;

/**
 * The half of a generic source that the user's component drives. It never answers: replies are
 * switched off where the component would send them. Failures go back to the component, which does
 * what it does with a failed message.
 *
 * <p>Add it after the inner route, so that it starts later and stops first.
 */
public final class OuterRoute extends RouteBuilder {
  private static final Set<String> REPLYING =
      Set.of("jms", "activemq", "activemq6", "amqp", "sjms", "sjms2", "spring-rabbitmq");
  private static final String SWITCH = "disableReplyTo";

  private final String uri;
  private final GenericEndpoint to;
  private final String id;

  /**
   * @param id of the outer route in Camel
   * @param uri of the component, as the user wrote it
   * @param to where the inner route begins
   */
  public OuterRoute(String id, String uri, GenericEndpoint to) {
    this.id = id;
    this.uri = withoutReplies(uri);
    this.to = to;
  }

  @Override
  public void configure() {
    from(uri)
        .routeId(id)
        .errorHandler(noErrorHandler())
        .setExchangePattern(ExchangePattern.InOnly)
        .to(to);
  }

  /** The URI with replies off, where the component has that option and the user did not set it. */
  static String withoutReplies(String uri) {
    int colon = uri.indexOf(':');
    String scheme = colon < 0 ? uri : uri.substring(0, colon);
    if (!REPLYING.contains(scheme) || uri.contains(SWITCH + "=")) {
      return uri;
    }
    return uri + (uri.contains("?") ? "&" : "?") + SWITCH + "=true";
  }
}

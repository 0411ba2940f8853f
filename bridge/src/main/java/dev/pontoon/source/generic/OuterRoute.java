package dev.pontoon.source.generic;

import dev.pontoon.source.Causes;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.ExchangePattern;
import org.apache.camel.builder.RouteBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The half of a generic source that the user's component drives. It never answers: replies are
 * switched off where the component would send them. Failures go back to the component, which does
 * what it does with a failed message.
 *
 * <p>Add it after the inner route, so that it starts later and stops first.
 */
public final class OuterRoute extends RouteBuilder {
  /** What the ids of outer routes end with, and no route's that a file names. */
  public static final String SUFFIX = "#source";

  private static final Set<String> REPLYING =
      Set.of("jms", "activemq", "activemq6", "amqp", "sjms", "sjms2", "spring-rabbitmq");

  /** Components whose artifact has another name than their scheme. */
  private static final Map<String, String> ARTIFACTS =
      Map.of(
          "sftp", "ftp", "ftps", "ftp", "imap", "mail", "imaps", "mail", "pop3", "mail", "pop3s",
          "mail");

  private static final String NO_REPLIES = "disableReplyTo=true";

  /** A mirror declares nothing over what is there. */
  private static final String NO_DECLARING = "autoDeclare=false";

  /** By default the component has the broker drop a message whose exchange failed. */
  private static final String NO_DROPPING = "rejectAndDontRequeue=false";

  private final String uri;
  private final GenericEndpoint to;
  private final String id;

  /**
   * Checks that the component is there and takes the URI; connects to nothing.
   *
   * @param route the route that it feeds; the outer route is named after it
   * @param uri of the component, as the user wrote it
   * @param to where the inner route begins
   * @throws IllegalArgumentException when it can't work, with what to do in the message
   */
  public static OuterRoute of(String route, String uri, GenericEndpoint to) {
    String problem = problem(uri, to.getCamelContext());
    if (problem != null) {
      throw new IllegalArgumentException("route " + route + ": from.camel.uri: " + problem);
    }
    return new OuterRoute(route, uri, to);
  }

  /** Why the component is not there or does not take the URI; null if it does. */
  public static @Nullable String problem(String uri, CamelContext context) {
    String scheme = scheme(uri);
    if (context.getComponent(scheme) == null) {
      return missing(scheme, context.getVersion());
    }
    try {
      context.getEndpoint(harmless(uri));
      return null;
    } catch (RuntimeException e) {
      // Camel's own message repeats the whole URI, which may hold a password.
      return scheme + ": " + Causes.of(e.getCause() == null ? e : e.getCause());
    }
  }

  OuterRoute(String route, String uri, GenericEndpoint to) {
    this.id = idOf(route);
    this.uri = harmless(uri);
    this.to = to;
  }

  /** The outer route's id in Camel. */
  static String idOf(String route) {
    return route + SUFFIX;
  }

  private static String missing(String scheme, String version) {
    String artifact = "camel-" + ARTIFACTS.getOrDefault(scheme, scheme);
    return "there is no Camel component "
        + scheme
        + " on the class path; put its jar into lib/ with what it depends on (probably Maven:"
        + " org.apache.camel:"
        + artifact
        + ":"
        + version
        + ")";
  }

  @Override
  public void configure() {
    from(uri)
        .routeId(id)
        .errorHandler(noErrorHandler())
        .setExchangePattern(ExchangePattern.InOnly)
        .to(to);
  }

  /**
   * The URI with replies and declaring off, where the component has that and the user is silent.
   */
  static String harmless(String uri) {
    String scheme = scheme(uri);
    String silent = REPLYING.contains(scheme) ? with(uri, NO_REPLIES) : uri;
    return scheme.equals("spring-rabbitmq")
        ? with(with(silent, NO_DECLARING), NO_DROPPING)
        : silent;
  }

  private static String with(String uri, String option) {
    String name = option.substring(0, option.indexOf('=') + 1);
    return uri.contains(name) ? uri : uri + (uri.contains("?") ? "&" : "?") + option;
  }

  private static String scheme(String uri) {
    int colon = uri.indexOf(':');
    return colon < 0 ? uri : uri.substring(0, colon);
  }
}

package dev.pontoon.app;

import dev.pontoon.config.From;
import dev.pontoon.config.RouteConfig;
import dev.pontoon.config.SourcePattern;
import dev.pontoon.message.Origin;

/** Where a route reads: in the words of the record headers, and in those of the status page. */
final class Origins {
  private Origins() {}

  static Origin of(RouteConfig route) {
    return of(route.id(), route.from());
  }

  /**
   * @param route the route's id
   */
  static Origin of(String route, From from) {
    String connection = from.connection();
    if (from instanceof From.RabbitExchange exchange) {
      return new Origin(route, "rabbitmq", connection, exchange.queue(), false);
    } else if (from instanceof From.RabbitQueue queue) {
      return new Origin(route, "rabbitmq", connection, queue.queue(), false);
    } else if (from instanceof From.RabbitStream stream) {
      return new Origin(route, "rabbitmq", connection, stream.stream(), false);
    } else if (from instanceof From.JmsQueue queue) {
      return new Origin(route, "jms", connection, queue.queue(), true);
    } else if (from instanceof From.JmsTopic topic) {
      return new Origin(route, "jms", connection, topic.subscription(), true);
    } else {
      return new Origin(route, "camel", "", endpoint(from), false);
    }
  }

  /** For people, without what may be secret. */
  static String shown(From from) {
    String at = " on " + from.connection();
    if (from instanceof From.RabbitExchange exchange) {
      return "exchange " + exchange.exchange() + at + ", through queue " + exchange.queue();
    } else if (from instanceof From.RabbitQueue queue) {
      return "queue " + queue.queue() + at;
    } else if (from instanceof From.RabbitStream stream) {
      return "stream " + stream.stream() + at;
    } else if (from instanceof From.JmsQueue queue) {
      return "JMS queue " + queue.queue() + at;
    } else if (from instanceof From.JmsTopic topic) {
      return "JMS topic " + topic.topic() + at + ", through subscription " + topic.subscription();
    }
    return "Camel " + endpoint(from);
  }

  /** A password may stand in the parameters, and before the host. */
  private static String endpoint(From from) {
    String endpoint = ((From.Camel) from).uri().replaceFirst("(?s)\\?.*", "");
    return endpoint.replaceFirst("(?s)^([^:]*:(?://)?).*@", "$1");
  }

  /** For people. */
  static String shown(SourcePattern pattern) {
    String what = pattern.kind() == SourcePattern.Kind.EXCHANGE ? "exchanges " : "queues ";
    return what + pattern.text() + " on " + pattern.connection();
  }
}

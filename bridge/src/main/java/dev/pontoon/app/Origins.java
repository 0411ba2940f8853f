package dev.pontoon.app;

import dev.pontoon.config.From;
import dev.pontoon.config.RouteConfig;
import dev.pontoon.config.SourcePattern;
import dev.pontoon.message.Origin;

/** Where a route reads: in the words of the record headers, and in those of the status page. */
final class Origins {
  private Origins() {}

  static Origin of(RouteConfig route) {
    From from = route.from();
    String connection = from.connection();
    if (from instanceof From.RabbitExchange exchange) {
      return new Origin(route.id(), "rabbitmq", connection, exchange.queue(), false);
    } else if (from instanceof From.RabbitQueue queue) {
      return new Origin(route.id(), "rabbitmq", connection, queue.queue(), false);
    } else if (from instanceof From.JmsQueue queue) {
      return new Origin(route.id(), "jms", connection, queue.queue(), true);
    } else if (from instanceof From.JmsTopic topic) {
      return new Origin(route.id(), "jms", connection, topic.subscription(), true);
    } else {
      String uri = ((From.Camel) from).uri();
      int query = uri.indexOf('?');
      String endpoint = query < 0 ? uri : uri.substring(0, query);
      return new Origin(route.id(), "camel", "", endpoint, false);
    }
  }

  /** For people, without what may be secret. */
  static String shown(From from) {
    String at = " on " + from.connection();
    if (from instanceof From.RabbitExchange exchange) {
      return "exchange " + exchange.exchange() + at + ", through queue " + exchange.queue();
    } else if (from instanceof From.RabbitQueue queue) {
      return "queue " + queue.queue() + at;
    } else if (from instanceof From.JmsQueue queue) {
      return "JMS queue " + queue.queue() + at;
    } else if (from instanceof From.JmsTopic topic) {
      return "JMS topic " + topic.topic() + at + ", through subscription " + topic.subscription();
    }
    // A password may stand in the parameters, and before the host.
    String endpoint = from.source().replaceFirst("(?s)\\?.*", "");
    return "Camel " + endpoint.replaceFirst("(?s)^([^:]*:(?://)?).*@", "$1…@");
  }

  /** For people. */
  static String shown(SourcePattern pattern) {
    String what = pattern.kind() == SourcePattern.Kind.EXCHANGE ? "exchanges " : "queues ";
    return what + pattern.text() + " on " + pattern.connection();
  }
}

package dev.pontoon.app;

import dev.pontoon.config.From;
import dev.pontoon.config.RouteConfig;
import dev.pontoon.message.Origin;

/** Where a route reads, in the words of the record headers. */
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
}

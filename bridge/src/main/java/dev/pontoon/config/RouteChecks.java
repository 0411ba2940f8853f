package dev.pontoon.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can be wrong although every single value is right. Looks at whatever could be read. */
final class RouteChecks {
  private final RouteBuilder builder;
  private final Map<String, String> ids = new HashMap<>();
  private final Map<String, RouteFile> readers = new HashMap<>();
  private final Map<String, RouteFile> topics = new HashMap<>();

  private final boolean bridgeKnown;

  /**
   * @param bridgeKnown whether bridge.yaml could be read; if not, nothing is missing in it
   */
  RouteChecks(RouteBuilder builder, boolean bridgeKnown) {
    this.builder = builder;
    this.bridgeKnown = bridgeKnown;
  }

  void check(List<RouteFile> routes) {
    for (RouteFile route : routes) {
      String topic = topic(route.values());
      if (topic != null) {
        topics.putIfAbsent(topic, route);
      }
    }
    for (RouteFile route : routes) {
      id(route);
      connection(route.values());
      reader(route);
      deadLetter(route);
      key(route.values());
      delivery(route.values());
      oversize(route.values());
    }
  }

  private void id(RouteFile route) {
    String id = route.values().find(RouteOptions.ID);
    String first = id == null ? null : ids.putIfAbsent(id, route.file());
    if (first != null) {
      route
          .values()
          .problem(
              RouteOptions.ID,
              "'" + id + "' is the id of " + first + " too",
              "every route has its own id");
    }
  }

  private void connection(Values route) {
    Values from = route.find(RouteOptions.FROM);
    for (Option<Values> kind : List.of(RouteOptions.RABBITMQ, RouteOptions.JMS)) {
      Values source = from == null ? null : from.find(kind);
      if (source != null) {
        builder.connections().check(kind.name(), source);
      }
    }
  }

  private void reader(RouteFile route) {
    From source = builder.source(route.values());
    String queue = source == null ? null : queue(source);
    RouteFile first = queue == null ? null : readers.putIfAbsent(queue, route);
    if (first != null) {
      route
          .values()
          .problem(
              RouteOptions.FROM,
              first.file() + " reads the same " + queue,
              "two routes would take messages from each other; give each its own, or make it one"
                  + " route");
    }
  }

  /** Names what only one route may read; null where several readers do no harm. */
  private static @Nullable String queue(From source) {
    if (source instanceof From.RabbitExchange exchange) {
      return "queue '" + exchange.queue() + "' of " + exchange.connection();
    } else if (source instanceof From.RabbitQueue queue) {
      return "queue '" + queue.queue() + "' of " + queue.connection();
    } else if (source instanceof From.JmsQueue queue) {
      String selector = queue.selector() == null ? "" : " with the same selector";
      return "queue '"
          + queue.queue()
          + "' of "
          + queue.connection()
          + selector
          + (queue.selector() == null ? "" : " \"" + queue.selector() + "\"");
    } else if (source instanceof From.JmsTopic topic) {
      return "subscription '" + topic.subscription() + "' of " + topic.connection();
    }
    return null;
  }

  private void deadLetter(RouteFile route) {
    String dead = RouteBuilder.deadTopic(route.values());
    if (dead == null) {
      return;
    }
    Values values = route.values().find(RouteOptions.DEAD_LETTER);
    Values written = values == null ? route.values() : values;
    Option<?> option = values == null ? RouteOptions.DEAD_LETTER : RouteOptions.DEAD_TOPIC;
    RouteFile owner = topics.get(dead);
    if (owner != null) {
      String whose = owner == route ? "this route's own topic" : "the topic of " + owner.file();
      written.problem(
          option, "'" + dead + "' is " + whose, "dead letters need a topic without other records");
    } else if (Kinds.TOPIC.parse().apply(dead) == null) {
      written.problem(option, "'" + dead + "' would be too long", Kinds.TOPIC.allowed());
    }
  }

  private static void key(Values route) {
    boolean hasKey = route.wrote(RouteOptions.KEY);
    RouteConfig.Otherwise otherwise = RouteBuilder.otherwise(route);
    Values to = route.find(RouteOptions.TO);
    if (!hasKey && otherwise == RouteConfig.Otherwise.REFUSE) {
      route.problem(
          RouteOptions.OTHERWISE,
          "without 'key' this refuses every message",
          "add a key, or write none or message-id");
    }
    if (to != null && to.get(RouteOptions.COMPACT) && otherwise == RouteConfig.Otherwise.NONE) {
      to.problem(
          RouteOptions.COMPACT,
          "a compacted topic takes no record without a key",
          hasKey
              ? "write otherwise: refuse or message-id"
              : "add a key, or write otherwise: message-id");
    }
  }

  private static void delivery(Values route) {
    if (route.find(RouteOptions.DELIVERY) == RouteConfig.Delivery.EFFECTIVELY_ONCE
        && route.find(RouteOptions.READERS) == RouteConfig.Readers.SHARED) {
      route.problem(
          RouteOptions.READERS,
          "delivery: effectively-once needs one reader at a time",
          "write readers: exclusive, or delivery: at-least-once");
    }
  }

  private void oversize(Values route) {
    if (bridgeKnown
        && builder.claimStore() == null
        && route.find(RouteOptions.OVERSIZE) == RouteConfig.Oversize.CLAIM_CHECK) {
      route.problem(
          RouteOptions.OVERSIZE,
          "bridge.yaml names no claim store",
          "write claim-check: { folder: /var/lib/pontoon/claims } or { store: s3://bucket } there");
    }
  }

  private static @Nullable String topic(Values route) {
    Values to = route.find(RouteOptions.TO);
    return to == null ? null : to.find(RouteOptions.TOPIC_NAME);
  }
}

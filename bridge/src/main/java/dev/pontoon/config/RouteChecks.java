package dev.pontoon.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What can be wrong although every single value is right. Looks at whatever could be read. */
final class RouteChecks {
  private final RouteBuilder builder;
  private final Map<String, String> ids = new HashMap<>();
  private final boolean bridgeKnown;

  /**
   * @param bridgeKnown whether bridge.yaml could be read; if not, nothing is missing in it
   */
  RouteChecks(RouteBuilder builder, boolean bridgeKnown) {
    this.builder = builder;
    this.bridgeKnown = bridgeKnown;
  }

  void check(List<RouteFile> routes) {
    List<List<Member>> members =
        routes.stream().map(route -> builder.sources().members(route.values())).toList();
    TopicChecks topics = new TopicChecks(builder.sources().bridge());
    SourceChecks sources = new SourceChecks(builder.sources());
    for (int i = 0; i < routes.size(); i++) {
      topics.add(routes.get(i), members.get(i));
    }
    for (int i = 0; i < routes.size(); i++) {
      RouteFile route = routes.get(i);
      id(route);
      connection(route.values());
      sources.check(route, members.get(i));
      topics.check(route, members.get(i), builder.sources().patterns(route.values()));
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
        builder.sources().connections().check(kind.name(), source);
      }
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
    if (route.find(RouteOptions.OVERSIZE) != RouteConfig.Oversize.CLAIM_CHECK) {
      return;
    }
    RouteConfig.Envelope.Mode envelope = route.find(RouteOptions.ENVELOPE);
    if (envelope != null && envelope != RouteConfig.Envelope.Mode.NONE) {
      route.problem(
          RouteOptions.OVERSIZE,
          "a reference is no CloudEvent: readers would take it for the event's data",
          "write oversize: dead-letter or stop, or leave the envelope out");
    }
    if (bridgeKnown && builder.claimStore() == null) {
      route.problem(
          RouteOptions.OVERSIZE,
          "bridge.yaml names no claim store",
          "write claim-check: { folder: /var/lib/pontoon/claims } or { store: s3://bucket } there");
    }
  }
}

package dev.pontoon.observe;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pontoon.message.PrintableText;
import java.util.List;

/** Health as JSON: one entry per route, in the words of {@link RouteStatus}. */
final class HealthJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private HealthJson() {}

  static String of(boolean ready, List<RouteStatus> routes) {
    ObjectNode root = JSON.createObjectNode().put("status", ready ? "UP" : "DOWN");
    ArrayNode list = root.putArray("routes");
    for (RouteStatus route : routes) {
      RouteStatus.Snapshot now = route.now();
      ObjectNode node =
          list.addObject()
              .put("route", route.route())
              .put("status", now.healthy() ? "UP" : "DOWN")
              .put("source", now.source().name())
              .put("since", now.since().toString());
      if (!now.sourceDetail().isEmpty()) {
        node.put("detail", now.sourceDetail());
      }
      if (!route.notices().isEmpty()) {
        ArrayNode attention = node.putArray("attention");
        for (RouteStatus.Notice notice : route.notices()) {
          ObjectNode said = attention.addObject().put("what", notice.what());
          if (!notice.command().isEmpty()) {
            said.put("command", notice.command());
          }
        }
      }
      if (now.sinkTrouble() != null) {
        node.put("kafka", now.sinkTrouble());
      }
    }
    return PrintableText.lines(root.toPrettyString()) + "\n";
  }
}

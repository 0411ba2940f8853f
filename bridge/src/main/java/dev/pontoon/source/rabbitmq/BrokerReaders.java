package dev.pontoon.source.rabbitmq;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks the management API who reads a queue. */
final class BrokerReaders {
  private final Management management;

  BrokerReaders(Management management) {
    this.management = management;
  }

  /**
   * @param connection as its client named it, else as the broker does
   */
  record Reader(String tag, String connection, String user) {
    /** In words, for the operator. */
    String text() {
      return "connection '" + connection + "' of user " + user + ", consumer tag " + tag;
    }
  }

  /** Empty when that can't be told now. */
  Optional<List<Reader>> of(String queue) throws InterruptedException {
    return management.ask(api -> readers(api, queue));
  }

  private static Optional<List<Reader>> readers(ManagementApi api, String queue)
      throws IOException, InterruptedException {
    JsonNode consumers =
        api.find("queues", queue).map(found -> found.path("consumer_details")).orElse(null);
    if (consumers == null || !consumers.isArray() || consumers.isEmpty()) {
      return Optional.empty();
    }
    List<Reader> readers = new ArrayList<>();
    for (JsonNode consumer : consumers) {
      JsonNode channel = consumer.path("channel_details");
      String name = channel.path("connection_name").asText("");
      readers.add(
          new Reader(
              consumer.path("consumer_tag").asText(""),
              named(api, name),
              channel.path("user").asText("unknown")));
    }
    return Optional.of(readers);
  }

  private static String named(ManagementApi api, String connection)
      throws IOException, InterruptedException {
    if (connection.isEmpty()) {
      return "unknown";
    }
    return api.findAnywhere("connections", connection)
        .map(found -> found.path("user_provided_name").asText(""))
        .filter(given -> !given.isEmpty())
        .map(given -> given + " (" + connection + ")")
        .orElse(connection);
  }
}

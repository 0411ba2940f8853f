package dev.pontoon.source.rabbitmq;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the management API who reads a queue. */
final class BrokerReaders {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerReaders.class);

  private final ManagementApi api;

  BrokerReaders(ManagementApi api) {
    this.api = api;
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
    try {
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
                named(name),
                channel.path("user").asText("unknown")));
      }
      return Optional.of(readers);
    } catch (IOException e) {
      LOG.atDebug().setCause(e).addKeyValue("queue", queue).log("readers can't be asked for");
      return Optional.empty();
    }
  }

  private String named(String connection) throws IOException, InterruptedException {
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

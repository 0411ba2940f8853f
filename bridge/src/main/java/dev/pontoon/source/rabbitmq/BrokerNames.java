package dev.pontoon.source.rabbitmq;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pontoon.config.Connection;
import dev.pontoon.config.SourcePattern;
import dev.pontoon.config.SourcePattern.Found;
import dev.pontoon.source.Workers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks RabbitMQ's management API which exchanges and queues a virtual host has. Only reads. What
 * goes away with a client is left out, and so is what no client may publish to.
 */
public final class BrokerNames {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerNames.class);

  private final ManagementApi api;
  private final Duration lookAgain;

  /**
   * @throws IllegalArgumentException when the connection's settings can't be used
   */
  public BrokerNames(
      Connection.Rabbit connection, Connection.Management settings, Workers workers) {
    this.api = new ManagementApi(connection, settings, workers);
    this.lookAgain = settings.lookAgain();
  }

  /** How long after an answer it may be asked again. */
  public Duration lookAgain() {
    return lookAgain;
  }

  /**
   * All that there are now.
   *
   * @throws IOException when it does not answer rightly; the message says what was asked and what
   *     to do
   */
  public List<Found> all(SourcePattern.Kind kind) throws IOException, InterruptedException {
    boolean queues = kind == SourcePattern.Kind.QUEUE;
    List<JsonNode> items =
        api.all(
            queues ? "queues" : "exchanges",
            "name,type,auto_delete," + (queues ? "exclusive" : "internal"));
    Map<String, Set<String>> feeders = queues ? Map.of() : feeders();
    List<Found> found = new ArrayList<>();
    items.forEach(item -> add(item, queues, feeders, found));
    return found;
  }

  /** By exchange, those that are bound to it; none where that can't be told. */
  private Map<String, Set<String>> feeders() throws InterruptedException {
    Map<String, Set<String>> feeders = new HashMap<>();
    for (JsonNode binding : bindings()) {
      if (binding.path("destination_type").asText().equals("exchange")) {
        feeders
            .computeIfAbsent(binding.path("destination").asText(), name -> new HashSet<>())
            .add(binding.path("source").asText());
      }
    }
    return feeders;
  }

  private List<JsonNode> bindings() throws InterruptedException {
    try {
      return api.list("bindings", "source,destination,destination_type");
    } catch (IOException e) {
      // Too many for one answer, or not allowed. What keeps all else from being asked shows there.
      LOG.atDebug().setCause(e).log("bindings can't be asked for");
      return List.of();
    }
  }

  private static void add(
      JsonNode item, boolean queue, Map<String, Set<String>> feeders, List<Found> found) {
    String name = item.path("name").asText("");
    // A stream keeps what is read: it is none of the queues whose messages are taken out.
    String type = item.path("type").asText(queue ? "classic" : "");
    boolean passing = item.path("auto_delete").asBoolean() || item.path("exclusive").asBoolean();
    if (!name.isEmpty()
        && !passing
        && !item.path("internal").asBoolean()
        && !(queue && type.equals("stream"))) {
      found.add(new Found(name, type, feeders.getOrDefault(name, Set.of())));
    }
  }
}

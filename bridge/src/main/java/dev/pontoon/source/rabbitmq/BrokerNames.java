package dev.pontoon.source.rabbitmq;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pontoon.config.Connection;
import dev.pontoon.config.SourcePattern;
import dev.pontoon.config.SourcePattern.Found;
import dev.pontoon.source.Workers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks RabbitMQ's management API which exchanges and queues a virtual host has. Only reads. What
 * goes away with a client is left out, and so is what no client may publish to.
 */
public final class BrokerNames {
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
    List<Found> found = new ArrayList<>();
    api.all(
            queues ? "queues" : "exchanges",
            "name,type,auto_delete," + (queues ? "exclusive" : "internal"))
        .forEach(item -> add(item, queues, found));
    return found;
  }

  private static void add(JsonNode item, boolean queue, List<Found> found) {
    String name = item.path("name").asText("");
    // A stream keeps what is read: it is none of the queues whose messages are taken out.
    String type = item.path("type").asText(queue ? "classic" : "");
    boolean passing = item.path("auto_delete").asBoolean() || item.path("exclusive").asBoolean();
    if (!name.isEmpty()
        && !passing
        && !item.path("internal").asBoolean()
        && !(queue && type.equals("stream"))) {
      found.add(new Found(name, type));
    }
  }
}

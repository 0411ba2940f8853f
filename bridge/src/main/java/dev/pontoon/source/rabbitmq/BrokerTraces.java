package dev.pontoon.source.rabbitmq;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pontoon.config.Connection;
import dev.pontoon.source.Workers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What bridges have left on a RabbitMQ, and what its queues do to messages: asked of the management
 * API, which is only read.
 */
public final class BrokerTraces {
  private static final String LATE = ".late";
  private final ManagementApi api;
  private final String virtualHost;

  /**
   * @throws IllegalArgumentException when the connection's settings can't be used
   */
  public BrokerTraces(
      Connection.Rabbit connection, Connection.Management settings, Workers workers) {
    this.api = new ManagementApi(connection, settings, workers);
    this.virtualHost = api.virtualHost();
  }

  /**
   * A queue that is called as those of a bridge are, and is of no route.
   *
   * @param messages that it holds
   * @param read whether somebody reads it
   */
  public record Leftover(String queue, long messages, boolean read) {}

  /** Where it looks. */
  public String virtualHost() {
    return virtualHost;
  }

  /**
   * @param bridge its name
   * @param isKnown whether a route reads this queue
   * @throws IOException when the API does not answer rightly; the message says what to do
   */
  public List<Leftover> leftovers(String bridge, Predicate<String> isKnown)
      throws IOException, InterruptedException {
    List<Leftover> found = new ArrayList<>();
    for (JsonNode queue : api.all("queues", "name,messages,durable&enable_queue_totals=true")) {
      String name = queue.path("name").asText("");
      String first = name.endsWith(LATE) ? name.substring(0, name.length() - LATE.length()) : name;
      if (name.startsWith(bridge + ".")
          && queue.path("durable").asBoolean()
          && !isKnown.test(name)
          && !isKnown.test(first)) {
        // Consumers are statistics, which are not asked for: of the few that matter, one by one.
        boolean read =
            api.find("queues", name).map(one -> one.path("consumers").asInt() > 0).orElse(false);
        found.add(new Leftover(name, queue.path("messages").asLong(), read));
      }
    }
    return found;
  }

  /** Whether messages may leave this queue unread, in words; empty when they don't. */
  public Optional<String> leaves(String queue) throws IOException, InterruptedException {
    return api.find("queues", queue).map(found -> limits(found)).filter(text -> !text.isEmpty());
  }

  private static String limits(JsonNode queue) {
    List<String> limits = new ArrayList<>();
    JsonNode policy = queue.path("effective_policy_definition");
    for (String name : List.of("message-ttl", "expires", "max-length", "max-length-bytes")) {
      JsonNode argument = queue.path("arguments").path("x-" + name);
      if (!argument.isMissingNode()) {
        limits.add("argument x-" + name + " = " + argument.asText());
      }
      if (policy.has(name)) {
        limits.add("policy " + name + " = " + policy.path(name).asText());
      }
    }
    return String.join(", ", limits);
  }
}

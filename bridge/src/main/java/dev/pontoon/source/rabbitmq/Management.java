package dev.pontoon.source.rabbitmq;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pontoon.config.Connection;
import dev.pontoon.source.Workers;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What routes ask the management API now and then, where the connection names one. A client has a
 * thread of its own, so it is made for each question and let go. Safe for all threads.
 */
final class Management {
  private static final Logger LOG = LoggerFactory.getLogger(Management.class);

  private final Connection.Rabbit connection;
  private final Workers workers;

  Management(Connection.Rabbit connection, Workers workers) {
    this.connection = connection;
    this.workers = workers;
  }

  /** A question. */
  interface Question<T> {
    Optional<T> to(ManagementApi api) throws IOException, InterruptedException;
  }

  /** Empty where there is nobody to ask, or no answer now. */
  <T> Optional<T> ask(Question<T> question) throws InterruptedException {
    ManagementApi api = ManagementApi.of(connection, workers);
    if (api == null) {
      return Optional.empty();
    }
    try {
      return question.to(api);
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("the management API gives no answer");
      return Optional.empty();
    }
  }

  /** What the policies of this queue say; empty where that can't be told. */
  Optional<JsonNode> policy(String queue) throws InterruptedException {
    return ask(api -> api.find("queues", queue))
        .map(found -> found.path("effective_policy_definition"));
  }
}

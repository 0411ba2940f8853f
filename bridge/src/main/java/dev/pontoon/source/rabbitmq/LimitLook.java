package dev.pontoon.source.rabbitmq;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.Connection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Finds out how often a quorum queue delivers a message before it drops it. */
final class LimitLook {
  private final Management management;

  LimitLook(Management management) {
    this.management = management;
  }

  /** What the management API says, else what the server does by itself. */
  long of(Connection connection, String queue) throws InterruptedException {
    return told(queue)
        .orElse(QueueKind.since(connection, 4) ? DeliveryLimit.DEFAULT : DeliveryLimit.NONE);
  }

  /** What the management API says, where the connection has one and it answers. */
  OptionalLong told(String queue) throws InterruptedException {
    Optional<Long> limit = management.ask(api -> api.find("queues", queue).map(LimitLook::limit));
    return limit.map(OptionalLong::of).orElse(OptionalLong.empty());
  }

  private static long limit(JsonNode queue) {
    JsonNode told = queue.path("delivery_limit");
    JsonNode argument = queue.path("arguments").path("x-delivery-limit");
    JsonNode policy = queue.path("effective_policy_definition").path("delivery-limit");
    long limit = DeliveryLimit.NONE;
    // Before 4.0 there is no such field, and the lower of the two counts.
    for (JsonNode one : told.isMissingNode() ? List.of(argument, policy) : List.of(told)) {
      if (one.isIntegralNumber() && one.asLong() >= 0) {
        limit = limit == DeliveryLimit.NONE ? one.asLong() : Math.min(limit, one.asLong());
      }
    }
    return limit;
  }
}

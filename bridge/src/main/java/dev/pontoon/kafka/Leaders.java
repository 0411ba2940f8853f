package dev.pontoon.kafka;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** The leaders of a topic's partitions. */
final class Leaders {
  private static final int TRIES = 50;
  private static final Executor LATER =
      CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS);

  private Leaders() {}

  /**
   * Waits for those of a new topic, about 5 s at most. Its records would be refused and tried again
   * before. A broker that has not heard of the topic yet is asked again; asked for offsets instead,
   * Kafka's client would log that as an error.
   */
  static void await(Admin admin, String topic) throws InterruptedException, ExecutionException {
    for (int tries = 1; tries <= TRIES; tries++) {
      TopicDescription found = describe(admin, topic);
      if (found != null
          && found.partitions().stream()
              .noneMatch(p -> p.leader() == null || p.leader().isEmpty())) {
        return;
      }
      var unused = CompletableFuture.runAsync(() -> {}, LATER).get();
    }
  }

  private static @Nullable TopicDescription describe(Admin admin, String topic)
      throws InterruptedException, ExecutionException {
    try {
      return admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return null;
      }
      throw e;
    }
  }
}

package dev.pontoon.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The leaders of a topic's partitions. */
final class Leaders {
  private static final int TRIES = 50;
  private static final Executor LATER =
      CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS);

  private Leaders() {}

  /**
   * Waits for those of a new topic. A partition that is just being made may refuse the first batch
   * and take the second: then the producer can't send the first one ever again. So nothing is sent
   * before all leaders answer. A broker that has not heard of the topic yet is asked again, for
   * about 5 s.
   */
  static void await(Admin admin, String topic, int partitions)
      throws InterruptedException, ExecutionException {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (int i = 0; i < partitions; i++) {
      ends.put(new TopicPartition(topic, i), OffsetSpec.latest());
    }
    for (int tries = 1; ; tries++) {
      try {
        var unused = admin.listOffsets(ends).all().get();
        return;
      } catch (ExecutionException e) {
        if (tries == TRIES || !(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw e;
        }
        var unused = CompletableFuture.runAsync(() -> {}, LATER).get();
      }
    }
  }
}

package dev.pontoon.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pontoon.rig.kafka.EmbeddedKafka;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(90)
class StateTopicIT {
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

  @AfterEach
  void end() {
    timer.shutdownNow();
  }

  /** Lanes share partitions: one that hangs in its commit must not hide what others remember. */
  @Test
  void whatThisLaneCommittedBehindAnOpenTransactionIsWaitedFor() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.started();
        Topics topics = topics(settings(kafka))) {
      topics.prepareState("b", "mine");
      KafkaSettings settings = settings(kafka);
      String neighbour = neighbour();
      KafkaTransactions other = new KafkaTransactions(settings, "b", neighbour);
      other.takeOver();
      KafkaTransactions mine = new KafkaTransactions(settings, "b", "mine");
      mine.takeOver();
      commit(mine, 0);
      long before = end(settings);
      other.begin();
      other.state(0, value());
      await().until(() -> end(settings) > before);
      commit(mine, 1);
      mine.close();
      KafkaTransactions next = new KafkaTransactions(settings, "b", "mine");
      CompletableFuture<Map<Integer, byte[]>> seen = new CompletableFuture<>();
      new Thread(() -> complete(seen, next)).start();
      assertThatThrownBy(() -> seen.get(2, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
      other.commit();
      assertThat(seen.get(30, TimeUnit.SECONDS)).containsOnlyKeys(0, 1);
      other.close();
      next.close();
    }
  }

  private static void complete(
      CompletableFuture<Map<Integer, byte[]>> seen, KafkaTransactions writer) {
    try {
      seen.complete(writer.takeOver());
    } catch (Exception e) {
      seen.completeExceptionally(e);
    }
  }

  private static void commit(KafkaTransactions writer, int slot) throws Exception {
    writer.begin();
    writer.state(slot, value());
    writer.commit();
  }

  private static byte[] value() {
    return "x".getBytes(StandardCharsets.UTF_8);
  }

  private static long end(KafkaSettings settings) {
    TopicPartition place = new TopicPartition("b.state", partition("mine"));
    return Ends.of(settings.stateReader(), List.of(place)).get(place);
  }

  /** Another lane in the same partition. */
  private static String neighbour() {
    return IntStream.range(0, 10_000)
        .mapToObj(i -> "other" + i)
        .filter(name -> partition(name) == partition("mine"))
        .findFirst()
        .orElseThrow();
  }

  private static int partition(String lane) {
    byte[] name = lane.getBytes(StandardCharsets.UTF_8);
    return Utils.toPositive(Utils.murmur2(name)) % StateTopic.PARTITIONS;
  }

  private Topics topics(KafkaSettings settings) {
    return new Topics(settings, timer, Runnable::run);
  }

  private static KafkaSettings settings(EmbeddedKafka kafka) {
    return TestSettings.of("b", Map.of("bootstrap.servers", kafka.bootstrap()));
  }
}

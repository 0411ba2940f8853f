package dev.pontoon.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pontoon.delivery.RecordSink;
import dev.pontoon.delivery.SinkFailure;
import dev.pontoon.message.OutboundRecord;
import dev.pontoon.rig.fault.TcpProxy;
import dev.pontoon.rig.kafka.KafkaProcess;
import dev.pontoon.rig.kafka.KafkaSetup;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@link FirstAlone} is for, by a Kafka that refuses for a moment. */
@Timeout(300)
class FirstAloneIT {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final String TOPIC = "orders";

  /** One way; so the second request leaves long before the answer to the first is back. */
  private static final int DELAY_MILLIS = 300;

  /**
   * The first batch into a partition is refused because there are too few replicas; by the time the
   * second arrives one is enough. Sent at once, it would be taken: behind it Kafka refuses the
   * first for ever.
   */
  @Test
  void aFirstBatchThatIsRefusedForAMomentIsNotOvertaken() throws Exception {
    KafkaSetup setup = KafkaSetup.fresh();
    try (TcpProxy proxy = TcpProxy.to(setup.port());
        KafkaProcess kafka = KafkaProcess.started(setup.advertisedPort(proxy.port()));
        KafkaProcess second = kafka.second(KafkaSetup.fresh());
        Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.directBootstrap()));
        KafkaSink sink = new KafkaSink(settings(kafka))) {
      NewTopic ours = new NewTopic(TOPIC, Map.of(0, List.of(1, 2)));
      NewTopic other = new NewTopic("other", Map.of(0, List.of(1)));
      admin.createTopics(List.of(ours, other)).all().get();
      second.kill9();
      await().atMost(LONG).until(() -> inSync(admin) == 1);
      replicasNeeded(admin, 2);
      Progress progress = new Progress();
      // The producer gets its number, and knows both topics.
      sink.send(record("other", "warm"), progress);
      progress.awaitConfirmed(1);

      proxy.delay(Duration.ofMillis(DELAY_MILLIS));
      sink.send(record(TOPIC, "1"), progress);
      var sent = CompletableFuture.runAsync(() -> send(sink, "2", progress), after(0.5));
      // The first request has arrived, the second has not.
      CompletableFuture.runAsync(() -> replicasNeeded(admin, 1), after(1.5)).join();
      sent.join();
      progress.awaitConfirmed(3);

      assertThat(stored(kafka)).containsExactly("1", "2");
    }
  }

  /** Again and again, as a session does. */
  private static void send(KafkaSink sink, String value, Progress progress) {
    do {
      progress.notSent = false;
      sink.send(record(TOPIC, value), progress);
    } while (progress.notSent);
  }

  private static Executor after(double delays) {
    return CompletableFuture.delayedExecutor((long) (delays * DELAY_MILLIS), TimeUnit.MILLISECONDS);
  }

  private static KafkaSettings settings(KafkaProcess kafka) {
    return TestSettings.of("pontoon", Map.of("bootstrap.servers", kafka.bootstrap()));
  }

  private static OutboundRecord record(String topic, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    return new OutboundRecord(topic, new byte[] {1}, bytes, 0, List.of());
  }

  private static int inSync(Admin admin) throws Exception {
    return admin
        .describeTopics(List.of(TOPIC))
        .allTopicNames()
        .get()
        .get(TOPIC)
        .partitions()
        .get(0)
        .isr()
        .size();
  }

  private static void replicasNeeded(Admin admin, int replicas) {
    ConfigEntry entry = new ConfigEntry("min.insync.replicas", "" + replicas);
    AlterConfigOp set = new AlterConfigOp(entry, AlterConfigOp.OpType.SET);
    ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, TOPIC);
    admin
        .incrementalAlterConfigs(Map.of(topic, List.of(set)))
        .all()
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  private static List<String> stored(KafkaProcess kafka) {
    List<String> values = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of("bootstrap.servers", kafka.directBootstrap()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      TopicPartition partition = new TopicPartition(TOPIC, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<byte[], byte[]> next : consumer.poll(Duration.ofMillis(200))) {
          values.add(new String(next.value(), StandardCharsets.UTF_8));
        }
      }
    }
    return values;
  }

  /** What became of the records. */
  private static final class Progress implements RecordSink.Confirmation {
    private final List<Boolean> confirmed = new CopyOnWriteArrayList<>();
    private volatile @Nullable SinkFailure failure;
    private volatile boolean notSent;

    @Override
    public void confirmed() {
      confirmed.add(true);
    }

    @Override
    public void failed(SinkFailure failed) {
      if (failed.kind() == SinkFailure.Kind.NOT_SENT) {
        notSent = true;
      } else {
        failure = failed;
      }
    }

    void awaitConfirmed(int count) {
      await().atMost(LONG).untilAsserted(() -> assertThat(confirmed).hasSize(count));
      assertThat(failure).isNull();
    }
  }
}

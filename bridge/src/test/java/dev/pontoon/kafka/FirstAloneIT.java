package dev.pontoon.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pontoon.delivery.RecordSink;
import dev.pontoon.delivery.SinkFailure;
import dev.pontoon.message.OutboundRecord;
import dev.pontoon.rig.fault.TcpProxy;
import dev.pontoon.rig.kafka.KafkaProcess;
import dev.pontoon.rig.kafka.KafkaSetup;
import dev.pontoon.rig.ledger.Entry;
import dev.pontoon.rig.ledger.KafkaAudit;
import dev.pontoon.rig.ledger.Ledger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
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
      Ledger ledger = new Ledger("first", 1);
      // The producer gets its number, and knows both topics.
      sink.send(record("other", new Ledger("warm", 1)), progress);
      progress.awaitConfirmed(1);

      proxy.delay(Duration.ofMillis(DELAY_MILLIS));
      sink.send(record(TOPIC, ledger), progress);
      OutboundRecord next = record(TOPIC, ledger);
      var sent = CompletableFuture.runAsync(() -> send(sink, next, progress), after(0.5));
      // The first request has arrived, the second has not.
      CompletableFuture.runAsync(() -> replicasNeeded(admin, 1), after(1.5)).join();
      sent.join();
      progress.awaitConfirmed(3);

      try (KafkaAudit audit = KafkaAudit.committed(ledger, kafka.directBootstrap(), TOPIC, null)) {
        audit.catchUp().assertWhole(2);
      }
    }
  }

  /** Again and again, as a session does. */
  private static void send(KafkaSink sink, OutboundRecord record, Progress progress) {
    do {
      progress.notSent = false;
      sink.send(record, progress);
    } while (progress.notSent);
  }

  private static Executor after(double delays) {
    return CompletableFuture.delayedExecutor((long) (delays * DELAY_MILLIS), TimeUnit.MILLISECONDS);
  }

  private static KafkaSettings settings(KafkaProcess kafka) {
    return TestSettings.of("pontoon", Map.of("bootstrap.servers", kafka.bootstrap()));
  }

  private static OutboundRecord record(String topic, Ledger ledger) {
    Entry entry = ledger.publish(0);
    ledger.confirm(entry);
    byte[] id = entry.id().getBytes(StandardCharsets.UTF_8);
    var headers = List.of(new OutboundRecord.Header(Entry.ID, id));
    return new OutboundRecord(topic, new byte[] {1}, id, 0, headers);
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

  /** What became of the records. */
  private static final class Progress implements RecordSink.Confirmation {
    private final AtomicInteger confirmed = new AtomicInteger();
    private volatile @Nullable SinkFailure failure;
    private volatile boolean notSent;

    @Override
    public void confirmed() {
      confirmed.incrementAndGet();
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
      await().atMost(LONG).untilAsserted(() -> assertThat(confirmed).hasValue(count));
      assertThat(failure).isNull();
    }
  }
}

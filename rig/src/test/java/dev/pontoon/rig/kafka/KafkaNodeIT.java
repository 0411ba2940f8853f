package dev.pontoon.rig.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.rig.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaNodeIT {

  @Test
  void embeddedKeepsItsRecordsOverARestart(@TempDir Path folder) throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.started(KafkaSetup.fresh().folder(folder))) {
      kafka.createTopic("orders", 3);
      send(kafka, "orders", "one");
      kafka.restart();
      send(kafka, "orders", "two");
      assertThat(read(kafka, "orders", 3)).containsExactlyInAnyOrder("one", "two");
    }
    assertThat(folder.resolve("data")).isNotEmptyDirectory();
  }

  @Test
  void embeddedTakesBrokerSettingsAndMakesNoTopicByUse() throws Exception {
    try (EmbeddedKafka kafka =
        EmbeddedKafka.started(KafkaSetup.fresh().with("message.max.bytes", "1234"))) {
      kafka.createTopic("small", 1, Map.of("cleanup.policy", "compact"));
      assertThatThrownBy(() -> send(kafka, "small", "x".repeat(2_000)))
          .hasStackTraceContaining("RecordTooLargeException");
      assertThatThrownBy(() -> send(kafka, "missing", "x"))
          .hasCauseInstanceOf(TimeoutException.class)
          .hasMessageContaining("missing not present in metadata");
    }
  }

  @Test
  void processSurvivesKillAndFreezeAndLeavesNothing() throws Exception {
    Path folder;
    long pid;
    try (KafkaProcess kafka = KafkaProcess.started()) {
      folder = kafka.folder().path();
      kafka.createTopic("orders", 1);
      send(kafka, "orders", "one");

      kafka.kill9();
      assertThat(kafka.isRunning()).isFalse();
      kafka.start();
      send(kafka, "orders", "two");

      kafka.freeze();
      assertThatThrownBy(() -> send(kafka, "orders", "lost")).isNotNull();
      kafka.thaw();
      send(kafka, "orders", "three");

      kafka.restart();
      assertThat(read(kafka, "orders", 1)).containsExactly("one", "two", "three");
      assertThat(folder.resolve("broker.log")).exists();
      pid = kafka.pid();
    }
    assertThat(folder).doesNotExist();
    assertThat(ProcessHandle.of(pid).map(ProcessHandle::isAlive)).isNotEqualTo(true);
  }

  @Test
  void clientsAreSentToTheAdvertisedPort() throws Exception {
    int proxy = dev.pontoon.rig.Ports.free();
    try (EmbeddedKafka kafka = EmbeddedKafka.started(KafkaSetup.fresh().advertisedPort(proxy));
        Admin direct = Admin.create(Map.of("bootstrap.servers", kafka.directBootstrap()))) {
      assertThat(kafka.bootstrap()).endsWith(":" + proxy);
      kafka.createTopic("orders", 1);
      assertThat(direct.listTopics().names().get()).containsExactly("orders");
    }
  }

  @Test
  void twoBrokersKeepEachRecordTwice() throws Exception {
    KafkaSetup setup = KafkaSetup.fresh().with("default.replication.factor", "2");
    try (KafkaProcess first = KafkaProcess.started(setup.with("min.insync.replicas", "2"));
        KafkaProcess second = first.second(KafkaSetup.fresh())) {
      first.createTopic("orders", 4);
      send(first, "orders", "one");
      second.kill9();
      // Until then a record is stored by the leader and only not confirmed.
      Await.until("one replica", Duration.ofSeconds(30), () -> inSync(first, "orders", 1));
      assertThatThrownBy(() -> send(first, "orders", "too few"))
          .hasCauseInstanceOf(TimeoutException.class);
      second.start();
      Await.until("both replicas", Duration.ofSeconds(30), () -> inSync(first, "orders", 2));
      send(first, "orders", "two");
      assertThat(read(second, "orders", 4)).containsExactlyInAnyOrder("one", "two");
    }
  }

  private static boolean inSync(KafkaNode kafka, String topic, int replicas) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.directBootstrap()))) {
      return admin
          .describeTopics(List.of(topic))
          .allTopicNames()
          .get()
          .get(topic)
          .partitions()
          .stream()
          .allMatch(it -> it.isr().size() == replicas);
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void send(KafkaNode kafka, String topic, String text) throws Exception {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers", kafka.directBootstrap(),
            "max.block.ms", 3_000,
            "request.timeout.ms", 2_000,
            "delivery.timeout.ms", 3_000,
            "linger.ms", 0);
    try (var producer =
        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(topic, text, text)).get(10, TimeUnit.SECONDS);
    }
  }

  private static List<String> read(KafkaNode kafka, String topic, int partitions) {
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of("bootstrap.servers", kafka.bootstrap()),
            new StringDeserializer(),
            new StringDeserializer())) {
      List<TopicPartition> all = new ArrayList<>();
      for (int i = 0; i < partitions; i++) {
        all.add(new TopicPartition(topic, i));
      }
      consumer.assign(all);
      consumer.seekToBeginning(all);
      long end = consumer.endOffsets(all).values().stream().mapToLong(Long::longValue).sum();
      List<String> texts = new ArrayList<>();
      while (texts.size() < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(r -> texts.add(r.value()));
      }
      return texts;
    }
  }
}

package dev.pontoon.rig.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.rig.kafka.EmbeddedKafka;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KafkaAuditIT {

  private static EmbeddedKafka kafka;

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.started();
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @Test
  void countsTheTopicAndItsDeadLettersAndReadsOn() {
    kafka.createTopic("orders", 3);
    kafka.createTopic("orders.dead", 1);
    Ledger ledger = new Ledger("audit", 5);
    try (var producer = producer(null);
        KafkaAudit audit =
            KafkaAudit.committed(ledger, kafka.bootstrap(), "orders", "orders.dead")) {
      assertThat(audit.catchUp()).isEqualTo(ledger.tally().balance());
      for (int i = 0; i < 1_000; i++) {
        Entry entry = ledger.publish(i % 5);
        ledger.confirm(entry);
        if (i == 500) {
          send(producer, "orders.dead", entry);
        } else if (i != 600) {
          send(producer, "orders", entry);
        }
      }
      producer.flush();
      Balance first = audit.catchUp();
      assertThat(first.lost()).isEqualTo(1);
      assertThat(first.examples()).containsExactly("lost audit.0.120");
      send(producer, "orders", ledger.entry(0, 120));
      producer.flush();
      Balance second = audit.awaitComplete(Duration.ofSeconds(10)).assertNothingLost();
      assertThat(second.assertNoDuplicates().unique()).isEqualTo(999);
      assertThat(second.dead()).isEqualTo(1);
      assertThat(second.orderBreaks()).isEqualTo(1);
    }
  }

  @Test
  void abortedTransactionsCountOnlyWhereAskedFor() {
    kafka.createTopic("payments", 1);
    Ledger ledger = new Ledger("audit", 1);
    Entry entry = ledger.publish(0);
    ledger.confirm(entry);
    try (var producer = producer("bridge")) {
      producer.initTransactions();
      producer.beginTransaction();
      send(producer, "payments", entry);
      producer.flush();
      producer.abortTransaction();
      producer.beginTransaction();
      send(producer, "payments", entry);
      producer.commitTransaction();
    }
    try (KafkaAudit committed = KafkaAudit.committed(ledger, kafka.bootstrap(), "payments", null);
        KafkaAudit all =
            new KafkaAudit(
                ledger,
                kafka.bootstrap(),
                "payments",
                null,
                false,
                it -> KafkaAudit.header(it, Entry.ID))) {
      committed.catchUp().assertNothingLost().assertNoDuplicates();
      assertThat(all.catchUp().duplicates()).isEqualTo(1);
    }
  }

  private static KafkaProducer<byte[], byte[]> producer(String transactionalId) {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", kafka.bootstrap());
    if (transactionalId != null) {
      config.put("transactional.id", transactionalId);
    }
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static void send(KafkaProducer<byte[], byte[]> producer, String topic, Entry entry) {
    producer.send(
        new ProducerRecord<>(
            topic,
            null,
            entry.keyText().getBytes(StandardCharsets.UTF_8),
            new byte[0],
            List.of(new RecordHeader(Entry.ID, entry.id().getBytes(StandardCharsets.UTF_8)))));
  }
}

package dev.pontoon.kafka;

import dev.pontoon.deadletter.RedriveException;
import dev.pontoon.deadletter.RedriveLog;
import dev.pontoon.delivery.SinkFailure;
import dev.pontoon.message.OutboundRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;

/** The transactional producer of one redrive: its id is the same for all of a dead-letter topic. */
final class RedriveTransactions implements RedriveLog {
  private final Producer<byte[], byte[]> producer;
  private final RedriveTopic topic;
  private final Map<String, Object> reading;

  RedriveTransactions(KafkaSettings settings, String id, RedriveTopic topic) {
    this.producer = new KafkaProducer<>(settings.redrive(id));
    this.topic = topic;
    this.reading = settings.letters();
  }

  @Override
  public Map<String, byte[]> takeOver() throws RedriveException {
    try {
      producer.initTransactions();
      return topic.readAll(reading);
    } catch (KafkaException e) {
      throw broken("begin", e);
    }
  }

  @Override
  public Map<Integer, String> commit(
      List<OutboundRecord> records, Map<String, byte @Nullable []> progress)
      throws RedriveException {
    Map<Integer, String> refused = new ConcurrentHashMap<>();
    try {
      producer.beginTransaction();
      for (int i = 0; i < records.size(); i++) {
        send(records.get(i), i, refused);
      }
      progress.forEach(
          (entry, value) -> {
            var unused = producer.send(topic.write(entry, value));
          });
      producer.commitTransaction();
      return Map.of();
    } catch (KafkaException | IllegalStateException e) {
      if (refused.isEmpty()) {
        throw broken("commit", e);
      }
      abort();
      return new TreeMap<>(refused);
    }
  }

  private void send(OutboundRecord record, int place, Map<Integer, String> refused) {
    var unused =
        producer.send(
            Records.toKafka(record, null),
            (metadata, failure) -> {
              if (failure != null) {
                SinkFailure read = SendFailures.read(failure, record.topic(), false);
                if (read.kind() == SinkFailure.Kind.REFUSED) {
                  refused.put(place, read.message());
                }
              }
            });
  }

  private void abort() throws RedriveException {
    try {
      producer.abortTransaction();
    } catch (KafkaException | IllegalStateException e) {
      throw broken("give a transaction up", e);
    }
  }

  private static RedriveException broken(String tried, RuntimeException failure) {
    if (failure instanceof ProducerFencedException
        || failure instanceof InvalidProducerEpochException) {
      return new RedriveException(
          "another redrive of this dead-letter topic has taken over", failure);
    }
    return new RedriveException("Kafka did not let the redrive " + tried, failure);
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }
}

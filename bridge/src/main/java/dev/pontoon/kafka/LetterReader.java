package dev.pontoon.kafka;

import dev.pontoon.deadletter.Letters;
import dev.pontoon.deadletter.RedriveException;
import dev.pontoon.deadletter.StoredLetter;
import dev.pontoon.message.OutboundRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/** Reads what is committed in a dead-letter topic, from the oldest to the end as it was found. */
final class LetterReader implements Letters {
  private static final Duration POLL = Duration.ofMillis(500);

  private final String topic;
  private final Consumer<byte[], byte[]> consumer;
  private final Map<TopicPartition, Long> ends = new HashMap<>();

  private LetterReader(KafkaSettings settings, String topic) throws RedriveException {
    this.topic = topic;
    try {
      this.consumer = new KafkaConsumer<>(settings.letters());
    } catch (KafkaException e) {
      throw new RedriveException(
          "could not read dead-letter topic " + topic + ": " + SendFailures.chain(e), e);
    }
  }

  /** From the oldest letter to the first that may not be committed yet. */
  static LetterReader all(KafkaSettings settings, String topic) throws RedriveException {
    return all(settings, topic, false);
  }

  /** From the oldest letter to the newest; waits until it is known which are committed. */
  static LetterReader whole(KafkaSettings settings, String topic) throws RedriveException {
    return all(settings, topic, true);
  }

  private static LetterReader all(KafkaSettings settings, String topic, boolean whole)
      throws RedriveException {
    LetterReader reader = new LetterReader(settings, topic);
    try {
      List<TopicPartition> places = new ArrayList<>();
      for (PartitionInfo partition : reader.consumer.partitionsFor(topic)) {
        places.add(new TopicPartition(topic, partition.partition()));
      }
      reader.consumer.assign(places);
      reader.consumer.seekToBeginning(places);
      reader.ends.putAll(
          whole ? Ends.of(settings.letters(), places) : reader.consumer.endOffsets(places));
      return reader;
    } catch (KafkaException e) {
      reader.close();
      throw reader.unreadable(e);
    }
  }

  /** From one place, to its neighbour; nothing if there is no such place. */
  static LetterReader one(KafkaSettings settings, String topic, int partition, long offset)
      throws RedriveException {
    LetterReader reader = new LetterReader(settings, topic);
    TopicPartition place = new TopicPartition(topic, partition);
    try {
      if (reader.consumer.partitionsFor(topic).stream()
          .noneMatch(p -> p.partition() == partition)) {
        return reader; // asked for its offsets, Kafka would not answer
      }
      reader.consumer.assign(List.of(place));
      long first = reader.consumer.beginningOffsets(List.of(place)).getOrDefault(place, 0L);
      long last = reader.consumer.endOffsets(List.of(place)).getOrDefault(place, 0L);
      if (offset >= first && offset < last) {
        reader.consumer.seek(place, offset);
        reader.ends.put(place, offset + 1);
      }
      return reader;
    } catch (KafkaException e) {
      reader.close();
      throw reader.unreadable(e);
    }
  }

  @Override
  public List<StoredLetter> next() throws RedriveException {
    long deadline = System.nanoTime() + Duration.ofMillis(KafkaSettings.COMMAND_MILLIS).toNanos();
    try {
      while (!finished()) {
        List<StoredLetter> letters = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          Long end = ends.get(new TopicPartition(record.topic(), record.partition()));
          if (end != null && record.offset() < end) {
            letters.add(letter(record));
          }
        }
        if (!letters.isEmpty()) {
          return letters;
        }
        if (System.nanoTime() - deadline > 0) {
          throw new org.apache.kafka.common.errors.TimeoutException(
              "nothing was read for " + KafkaSettings.COMMAND_MILLIS + " ms");
        }
      }
      return List.of();
    } catch (KafkaException e) {
      throw unreadable(e);
    }
  }

  private boolean finished() {
    List<TopicPartition> reached = new ArrayList<>();
    ends.forEach(
        (place, end) -> {
          if (consumer.position(place) >= end) {
            reached.add(place);
          }
        });
    ends.keySet().removeAll(reached);
    consumer.pause(reached);
    return ends.isEmpty();
  }

  private static StoredLetter letter(ConsumerRecord<byte[], byte[]> record) {
    List<OutboundRecord.Header> headers = new ArrayList<>();
    for (Header header : record.headers()) {
      headers.add(new OutboundRecord.Header(header.key(), header.value()));
    }
    return new StoredLetter(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        record.key(),
        record.value(),
        headers);
  }

  private RedriveException unreadable(KafkaException failure) {
    return new RedriveException("could not read dead-letter topic " + topic, failure);
  }

  @Override
  public void close() {
    consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ZERO));
  }
}

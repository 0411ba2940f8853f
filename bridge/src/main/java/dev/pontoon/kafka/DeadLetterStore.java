package dev.pontoon.kafka;

import dev.pontoon.deadletter.Letters;
import dev.pontoon.deadletter.RedriveException;
import dev.pontoon.deadletter.RedriveLog;
import dev.pontoon.deadletter.StoredLetter;
import dev.pontoon.message.OutboundRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** A dead-letter topic and what redrives have done to it, for the commands of an operator. */
public final class DeadLetterStore {
  private final KafkaSettings settings;
  private final Topics topics;
  private final String bridge;
  private final String topic;
  private final RedriveTopic memory;

  private DeadLetterStore(
      KafkaSettings settings, Topics topics, String bridge, String topic, String id) {
    this.settings = settings;
    this.topics = topics;
    this.bridge = bridge;
    this.topic = topic;
    this.memory = new RedriveTopic(bridge, topic, id);
  }

  /**
   * @param bridge name of the bridge, which the topic of the redrives' progress begins with
   * @return empty if there is no such topic
   * @throws KafkaUnavailableException when Kafka can't be asked within some seconds
   */
  public static Optional<DeadLetterStore> find(
      KafkaSettings settings, Topics topics, String bridge, String topic)
      throws KafkaUnavailableException, InterruptedException {
    return topics.find(topic).map(id -> new DeadLetterStore(settings, topics, bridge, topic, id));
  }

  /**
   * All letters to the newest, the oldest of each partition first; waits for transactions that are
   * open in between.
   */
  public Letters whole() throws RedriveException {
    return LetterReader.whole(settings, topic);
  }

  /** All letters, the oldest of each partition first. */
  public Letters letters() throws RedriveException {
    return LetterReader.all(settings, topic);
  }

  /** The letter at a place, if there is one. */
  public Optional<StoredLetter> letter(int partition, long offset) throws RedriveException {
    try (Letters one = LetterReader.one(settings, topic, partition, offset)) {
      return one.next().stream().findFirst();
    }
  }

  /** What redrives have done so far; disturbs none that runs. */
  public Map<String, byte[]> progress()
      throws KafkaUnavailableException, InterruptedException, RedriveException {
    if (topics.find(RedriveTopic.of(bridge)).isEmpty()) {
      return Map.of();
    }
    try {
      return memory.read(settings.letters());
    } catch (KafkaException e) {
      throw new RedriveException("could not read topic " + RedriveTopic.of(bridge), e);
    }
  }

  /** For a redrive of this topic. */
  public RedriveLog log() throws KafkaUnavailableException, InterruptedException {
    topics.prepareRedrive(bridge);
    try {
      return new RedriveTransactions(settings, bridge + "/redrive/" + topic, memory);
    } catch (KafkaException e) {
      throw new KafkaUnavailableException(
          "could not make a Kafka producer for the redrive: " + SendFailures.chain(e), e);
    }
  }

  /** For a redrive that writes nothing. */
  public RedriveLog dryLog()
      throws KafkaUnavailableException, InterruptedException, RedriveException {
    Map<String, byte[]> progress = progress();
    return new RedriveLog() {
      @Override
      public Map<String, byte[]> takeOver() {
        return progress;
      }

      @Override
      public Map<Integer, String> commit(
          List<OutboundRecord> records, Map<String, byte @Nullable []> changes) {
        return Map.of();
      }

      @Override
      public void close() {
        // Nothing is open.
      }
    };
  }
}

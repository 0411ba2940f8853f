package dev.pontoon.deadletter;

import dev.pontoon.mapping.Route;
import dev.pontoon.mapping.TopicLimits;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.OutboundRecord;
import dev.pontoon.message.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Dead letters as they are read back from their topic. */
final class StoredLetters {
  private StoredLetters() {}

  static StoredLetter of(
      LegacyMessage message, Refusal refusal, DeadLetter.Stage stage, int partition, long offset) {
    return at(
        new DeadLetters(
                new Route().config(), Route.ORIGIN, () -> TopicLimits.DEFAULT, Route.clock())
            .make(message, refusal, stage, Parts.ALL)
            .record(),
        partition,
        offset);
  }

  static StoredLetter at(OutboundRecord record, int partition, long offset) {
    return new StoredLetter(
        record.topic(),
        partition,
        offset,
        record.timestamp(),
        record.key(),
        record.value(),
        record.headers());
  }

  /** Nobody's dead letter, only a place. */
  static StoredLetter place(int partition, long offset) {
    return foreign(partition, offset, null, List.of());
  }

  static StoredLetter foreign(
      int partition, long offset, byte @Nullable [] key, List<OutboundRecord.Header> headers) {
    return new StoredLetter("dead", partition, offset, 1_000, key, null, headers);
  }
}

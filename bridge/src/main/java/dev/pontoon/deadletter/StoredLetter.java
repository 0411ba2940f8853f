package dev.pontoon.deadletter;

import dev.pontoon.mapping.ClaimReference;
import dev.pontoon.mapping.RecordReader;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Origin;
import dev.pontoon.message.OutboundRecord.Header;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record of a dead-letter topic, read back. Anybody may have written to the topic: every part may
 * be missing.
 *
 * @param timestamp of the record, milliseconds since the epoch
 */
public record StoredLetter(
    String topic,
    int partition,
    long offset,
    long timestamp,
    byte @Nullable [] key,
    byte @Nullable [] value,
    List<Header> headers) {

  /** Where it is, as commands take it: {@code 0@42}. */
  public String place() {
    return partition + "@" + offset;
  }

  /** The newest header of this name, or null. */
  public @Nullable String error(ErrorHeader name) {
    return header(name.header());
  }

  /** The newest header of this name as text, or null. */
  public @Nullable String header(String name) {
    for (int i = headers.size() - 1; i >= 0; i--) {
      byte[] bytes = headers.get(i).value();
      if (headers.get(i).name().equals(name) && bytes != null) {
        return new String(bytes, StandardCharsets.UTF_8);
      }
    }
    return null;
  }

  /** The key as text, or null where there is none. */
  public @Nullable String keyText() {
    return key == null ? null : new String(key, StandardCharsets.UTF_8);
  }

  /** When it was refused; the record's time where the header does not tell. */
  public Instant refusedAt() {
    String text = error(ErrorHeader.TIME);
    try {
      return text == null ? Instant.ofEpochMilli(timestamp) : Instant.parse(text);
    } catch (DateTimeException e) {
      return Instant.ofEpochMilli(timestamp);
    }
  }

  /** How often it has been refused; nonsense counts as once. */
  public long count() {
    String text = error(ErrorHeader.COUNT);
    try {
      return text == null ? 1 : Math.max(1, Long.parseLong(text));
    } catch (NumberFormatException e) {
      return 1;
    }
  }

  /** What of its message was refused. */
  Parts parts() {
    return Parts.parse(error(ErrorHeader.PARTS));
  }

  /** Everything that the message had. */
  public RecordReader.Restored restored() {
    return RecordReader.read(value, headers);
  }

  /** The message as it was refused, with every property, header and type. */
  public LegacyMessage message(Origin origin) {
    RecordReader.Restored read = restored();
    return new LegacyMessage(
        origin, read.properties(), read.headers(), read.body(), read.redelivered());
  }

  /** The same letter holding the body that it refers to. */
  StoredLetter withBody(byte[] body) {
    List<Header> rest =
        headers.stream().filter(header -> !ClaimReference.header(header.name())).toList();
    return new StoredLetter(topic, partition, offset, timestamp, key, body, rest);
  }

  /** What it costs in memory, near enough. */
  public int size() {
    return 512 + (value == null ? 0 : value.length) + 64 * headers.size();
  }
}

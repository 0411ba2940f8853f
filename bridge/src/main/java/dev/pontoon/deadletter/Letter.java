package dev.pontoon.deadletter;

import dev.pontoon.mapping.ClaimReference;
import dev.pontoon.mapping.RecordSize;
import dev.pontoon.mapping.TopicLimits;
import dev.pontoon.message.ClaimCheck;
import dev.pontoon.message.OutboundRecord;
import dev.pontoon.message.OutboundRecord.Header;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a dead letter, and how they are made to fit.
 *
 * @param own Pontoon's headers that a good record has too
 * @param original properties and application headers
 * @param errors the reason
 */
record Letter(
    String topic,
    long time,
    byte @Nullable [] key,
    byte[] value,
    List<Header> own,
    List<Header> original,
    List<Header> errors) {

  /** As much of a body as is kept where it can't be kept whole. */
  static final int FIRST_BYTES = 64 << 10;

  /** Room for the headers that say what was cut, and for longer varints. */
  private static final int RESERVE = 384;

  /**
   * Whole if it fits, with a reference to its body if that helps, else with its first bytes and as
   * many headers as half of the limit takes.
   *
   * @param store name of the claim store, null for none
   */
  DeadLetter fitted(
      TopicLimits limits, @Nullable String store, boolean bodyWhole, boolean headersWhole) {
    List<String> missing = new ArrayList<>();
    if (!bodyWhole) {
      missing.add("body");
    }
    if (!headersWhole) {
      missing.add("headers");
    }
    List<Header> headers = new ArrayList<>(own.size() + original.size() + errors.size() + 1);
    headers.addAll(own);
    headers.addAll(original);
    headers.addAll(errors);
    if (!missing.isEmpty()) {
      headers.add(header(ErrorHeader.TRUNCATED, String.join(",", missing)));
    }
    OutboundRecord whole = record(keyFor(key, limits), value, headers);
    int limit = limits.maxRecordBytes();
    if (RecordSize.of(whole) <= limit) {
      return new DeadLetter(whole, missing.isEmpty() ? null : tooNested(missing), null);
    }
    if (store != null && missing.isEmpty()) {
      ClaimCheck check = ClaimReference.of(whole, value, store);
      if (RecordSize.of(check.reference()) <= limit) {
        return new DeadLetter(check.reference(), null, check.claim());
      }
    }
    String trouble =
        missing.isEmpty() ? tooLarge(whole, limit, store) : tooNested(List.copyOf(missing));
    return new DeadLetter(cut(limits, missing), trouble, null);
  }

  private String tooNested(List<String> missing) {
    return "the "
        + String.join(" and ", missing)
        + " of the message can't be written as JSON: nested too deep or too large for that."
        + " No limit helps; the message must be taken from the queue by hand";
  }

  private String tooLarge(OutboundRecord whole, int limit, @Nullable String store) {
    long beside = RecordSize.of(whole) - value.length;
    String take = " more than the " + limit + " that dead-letter topic " + topic + " takes: ";
    if (store != null || beside > limit) {
      return "key and headers of the message have "
          + beside
          + " bytes,"
          + take
          + "raise its max.message.bytes; a claim store keeps bodies only";
    }
    return "the body of the message has "
        + value.length
        + " bytes (with key and headers "
        + (value.length + beside)
        + "),"
        + take
        + "raise its max.message.bytes, or name a claim store (claim-check) in bridge.yaml";
  }

  private OutboundRecord cut(TopicLimits limits, List<String> missing) {
    int limit = limits.maxRecordBytes();
    List<Header> headers = new ArrayList<>(own);
    List<Header> notes = new ArrayList<>();
    byte[] smallKey = key;
    if (key != null && key.length > limit / 8) {
      smallKey = null;
      note(missing, "key");
      notes.add(header(ErrorHeader.KEY_LENGTH, Integer.toString(key.length)));
    }
    byte[] finalKey = keyFor(smallKey, limits);
    long room = limit / 2L - size(finalKey, own) - errors.stream().mapToLong(RecordSize::of).sum();
    int dropped = addWhatFits(headers, room);
    if (dropped > 0) {
      note(missing, "headers");
      notes.add(header(ErrorHeader.HEADERS_DROPPED, Integer.toString(dropped)));
    }
    headers.addAll(errors);
    headers.addAll(notes);
    long left = Math.max(0, limit - size(finalKey, headers) - RESERVE);
    byte[] first = value;
    if (value.length > left) {
      first = Arrays.copyOf(value, (int) Math.min(left, FIRST_BYTES));
      note(missing, "body");
      headers.add(header(ErrorHeader.BODY_LENGTH, Integer.toString(value.length)));
      headers.add(header(ErrorHeader.BODY_SHA256, sha256(value)));
    }
    headers.add(header(ErrorHeader.TRUNCATED, String.join(",", missing)));
    return record(finalKey, first, headers);
  }

  private int addWhatFits(List<Header> headers, long room) {
    int dropped = 0;
    long left = room;
    for (Header header : original) {
      long size = RecordSize.of(header);
      if (size <= left) {
        headers.add(header);
        left -= size;
      } else {
        dropped++;
      }
    }
    return dropped;
  }

  private static void note(List<String> missing, String part) {
    if (!missing.contains(part)) {
      missing.add(part);
    }
  }

  private OutboundRecord record(byte @Nullable [] finalKey, byte[] bytes, List<Header> headers) {
    return new OutboundRecord(topic, finalKey, bytes, time, headers);
  }

  private long size(byte @Nullable [] finalKey, List<Header> headers) {
    return RecordSize.of(record(finalKey, new byte[0], headers));
  }

  /** A compacted dead-letter topic is a mistake, but not one for which a message may be lost. */
  private byte @Nullable [] keyFor(byte @Nullable [] wanted, TopicLimits limits) {
    return wanted == null && limits.compacted()
        ? sha256(value).getBytes(StandardCharsets.UTF_8)
        : wanted;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static Header header(ErrorHeader name, String text) {
    return new Header(name.header(), text.getBytes(StandardCharsets.UTF_8));
  }
}

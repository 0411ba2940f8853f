package dev.pontoon.mapping;

import dev.pontoon.message.OutboundRecord;
import dev.pontoon.message.OutboundRecord.Header;
import org.jspecify.annotations.Nullable;

/**
 * The size of a record as Kafka counts it before compression: a batch of one. Never less than what
 * the client or the broker would count.
 */
public final class RecordSize {

  /** Frame of a batch, and of a record in it with everything at its longest. */
  private static final int FRAME = 61 + 21;

  private RecordSize() {}

  /** Whether the record surely fits; cheap, for the hot path, and sometimes too careful. */
  static boolean surelyFits(OutboundRecord record, int limit) {
    long size = FRAME + 10L + length(record.key()) + length(record.value());
    for (Header header : record.headers()) {
      size += 10L + 3L * header.name().length() + length(header.value());
    }
    return size <= limit;
  }

  /** Bytes. */
  public static long of(OutboundRecord record) {
    long size = FRAME + field(length(record.key())) + field(length(record.value()));
    for (Header header : record.headers()) {
      size += of(header);
    }
    return size;
  }

  /** Bytes of one header. */
  public static long of(Header header) {
    return field(UnicodeText.utf8Length(header.name())) + field(length(header.value()));
  }

  /** A length as zigzag varint, and the bytes. */
  private static long field(int length) {
    return (Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, length << 1)) + 6) / 7
        + (long) length;
  }

  private static int length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}

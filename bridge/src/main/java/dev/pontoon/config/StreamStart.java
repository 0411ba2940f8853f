package dev.pontoon.config;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where to begin in a stream.
 *
 * @param value the offset, or milliseconds since 1970; 0 where the kind needs none
 */
public record StreamStart(Kind kind, long value) {
  /** The words of the YAML. */
  public enum Kind {
    FIRST,
    LAST,
    NEXT,
    OFFSET,
    TIMESTAMP
  }

  /** Everything that the stream still has. */
  public static final StreamStart FIRST = new StreamStart(Kind.FIRST, 0);

  static final ScalarKind<StreamStart> KIND =
      ScalarKind.of(
              "`first`, `last`, `next`, `offset N` or `timestamp TIME`",
              "is no place in a stream",
              "allowed: first, last, next, offset 42, timestamp 2024-01-02T03:04:05Z",
              StreamStart::parse)
          .writing(StreamStart::text)
          .described(
              Schemas.map(
                  "type",
                  "string",
                  "pattern",
                  "^(first|last|next|offset \\d{1,18}|timestamp .+)$"));

  /** As written in YAML. */
  public String text() {
    String word = kind.name().toLowerCase(Locale.ROOT);
    return switch (kind) {
      case FIRST, LAST, NEXT -> word;
      case OFFSET -> word + " " + value;
      case TIMESTAMP -> word + " " + Instant.ofEpochMilli(value);
    };
  }

  private static @Nullable StreamStart parse(String text) {
    String[] words = text.strip().split("\\s+", 2);
    String rest = words.length == 1 ? "" : words[1];
    try {
      return switch (words[0]) {
        case "first", "last", "next" -> rest.isEmpty() ? new StreamStart(kind(words[0]), 0) : null;
        case "offset" -> notNegative(Kind.OFFSET, Long.parseLong(rest));
        case "timestamp" -> notNegative(Kind.TIMESTAMP, Instant.parse(rest).toEpochMilli());
        default -> null;
      };
    } catch (NumberFormatException | ArithmeticException | DateTimeException e) {
      return null;
    }
  }

  private static Kind kind(String word) {
    return Kind.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private static @Nullable StreamStart notNegative(Kind kind, long value) {
    return value < 0 ? null : new StreamStart(kind, value);
  }
}

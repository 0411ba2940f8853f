package dev.pontoon.mapping;

import org.jspecify.annotations.Nullable;

/** What one key rule makes of a message. */
sealed interface KeyFinding {

  /** There is nothing there: no such header, an empty text, no body. */
  KeyFinding ABSENT = new Absent(false);

  /** The body could be read, and there is nothing in it at this place, or a JSON null. */
  KeyFinding ABSENT_IN_BODY = new Absent(true);

  /** A key of at least one byte. */
  record Found(byte[] key) implements KeyFinding {}

  /**
   * See {@link #ABSENT}.
   *
   * @param bodyRead whether the body is of the format in which it was looked for
   */
  record Absent(boolean bodyRead) implements KeyFinding {}

  /**
   * Nobody can tell whether it is there.
   *
   * @param problem what is wrong and where; no payload
   * @param format whether the body is not of this format, and may well be of another
   */
  record Unreadable(String problem, boolean format) implements KeyFinding {
    Unreadable(String problem) {
      this(problem, false);
    }
  }

  /** The body is not of the format in which the rule looks, or breaks it somewhere. */
  static Unreadable notOfFormat(String problem) {
    return new Unreadable(problem, true);
  }

  /** The key for a text that may be missing; empty counts as missing. */
  static KeyFinding of(@Nullable String text) {
    return ofValue(text);
  }

  /** The key for a header or property value that may be missing. */
  static KeyFinding ofValue(@Nullable Object value) {
    if (value == null) {
      return ABSENT;
    }
    byte[] bytes = HeaderBlock.bytes(value);
    return bytes.length == 0 ? ABSENT : new Found(bytes);
  }
}

package dev.pontoon.mapping;

import org.jspecify.annotations.Nullable;

/** What one key rule makes of a message. */
sealed interface KeyFinding {

  /** There is nothing there: no such header, an empty text, a JSON null. */
  KeyFinding ABSENT = new Absent();

  /** A key of at least one byte. */
  record Found(byte[] key) implements KeyFinding {}

  /** See {@link #ABSENT}. */
  record Absent() implements KeyFinding {}

  /**
   * Nobody can tell whether it is there, because the body can't be read.
   *
   * @param problem what is wrong and where; no payload
   */
  record Unreadable(String problem) implements KeyFinding {}

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

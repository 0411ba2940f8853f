package dev.pontoon.mapping;

import dev.pontoon.message.FarTime;
import dev.pontoon.message.ForeignText;
import dev.pontoon.message.RawText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The types a header value can have, by the names used in {@code pontoon.types}. */
public enum ValueType {
  TEXT("text", "UTF-8 text; never listed"),
  BOOLEAN("boolean", "`true` or `false`"),
  BYTE("byte", "decimal number, 8 bit"),
  SHORT("short", "decimal number, 16 bit"),
  INT("int", "decimal number, 32 bit"),
  LONG("long", "decimal number, 64 bit"),
  FLOAT("float", "decimal number, 32 bit floating point; `NaN`, `Infinity`, `-Infinity`"),
  DOUBLE("double", "decimal number, 64 bit floating point; `NaN`, `Infinity`, `-Infinity`"),
  DECIMAL("decimal", "decimal number, every digit and the scale kept"),
  BIG_INTEGER("big-integer", "decimal number of any length"),
  CHAR("char", "one UTF-16 unit; half of a surrogate pair as `\\ud83d`"),
  BYTES("bytes", "the bytes themselves"),
  RAW_TEXT("raw-text", "text that is not valid UTF-8: the bytes themselves"),
  TIME("time", "ISO-8601, UTC, milliseconds (finer only if the source was)"),
  FAR_TIME("far-time", "a time whose milliseconds overflow 64 bits: seconds since 1970, unsigned"),
  ESCAPED_TEXT("escaped-text", "text that UTF-8 can't hold (half surrogate pairs): JSON string"),
  FOREIGN_TEXT(
      "foreign-text",
      "a value of a class that Pontoon does not know: what it says of itself, and nobody promises"
          + " that this is all"),
  TABLE("table", "JSON object; the entry in `pontoon.types` is an object with the inner types"),
  LIST("list", "JSON array; the entry in `pontoon.types` is an array with the inner types");

  private final String text;
  private final String quoted;
  private final String form;

  ValueType(String text, String form) {
    this.text = text;
    this.quoted = '"' + text + '"';
    this.form = form;
  }

  /** The name in {@code pontoon.types}. */
  public String text() {
    return text;
  }

  /** How a header of this type is written, for people. */
  public String form() {
    return form;
  }

  /** The name as JSON. */
  String quoted() {
    return quoted;
  }

  /** The type of a value that is not null; values of foreign classes count as their text. */
  static ValueType of(Object value) {
    if (value instanceof String text) {
      return UnicodeText.wellFormed(text) ? TEXT : ESCAPED_TEXT;
    } else if (value instanceof Number) {
      return ofNumber(value);
    } else if (value instanceof Boolean) {
      return BOOLEAN;
    } else if (value instanceof Instant) {
      return TIME;
    } else if (value instanceof byte[]) {
      return BYTES;
    } else if (value instanceof Map) {
      return TABLE;
    } else if (value instanceof List) {
      return LIST;
    } else if (value instanceof RawText) {
      return RAW_TEXT;
    } else if (value instanceof Character) {
      return CHAR;
    } else if (value instanceof FarTime) {
      return FAR_TIME;
    } else if (value instanceof ForeignText) {
      return FOREIGN_TEXT;
    }
    return of(String.valueOf(value));
  }

  private static ValueType ofNumber(Object value) {
    if (value instanceof Integer) {
      return INT;
    } else if (value instanceof Long) {
      return LONG;
    } else if (value instanceof Double) {
      return DOUBLE;
    } else if (value instanceof Short) {
      return SHORT;
    } else if (value instanceof Byte) {
      return BYTE;
    } else if (value instanceof Float) {
      return FLOAT;
    } else if (value instanceof BigDecimal) {
      return DECIMAL;
    } else if (value instanceof BigInteger) {
      return BIG_INTEGER;
    }
    return TEXT;
  }
}

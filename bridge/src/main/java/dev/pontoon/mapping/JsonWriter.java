package dev.pontoon.mapping;

import dev.pontoon.message.PrintableText;
import dev.pontoon.message.RawText;
import dev.pontoon.message.TimeText;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes tables and lists as JSON and, beside it, the types that JSON can't tell.
 *
 * <p>Without an entry in the types a JSON string is text, true and false are boolean, a number is
 * {@code long}, or {@code double} where it has a fraction. Everything else has an entry: the type's
 * name for a value, an object with the entries of its fields for a table, an array for a list. An
 * array with one entry stands for all elements; otherwise there is one per element, null for none.
 *
 * <p>Times are ISO-8601 strings, bytes are Base64, decimals and big integers are strings, so that
 * no reader rounds them.
 */
final class JsonWriter {

  /** Beyond this the source is not a message but a trap, such as a list shared many times over. */
  static final int MAX_CHARS = 64 << 20;

  private static final String CUT = "\"...\"";

  private final StringBuilder json = new StringBuilder(128);
  private final int maxDepth;
  private boolean cut;

  /**
   * @param maxDepth tables and lists within each other; what is deeper is left out
   */
  JsonWriter(int maxDepth) {
    this.maxDepth = maxDepth;
  }

  /** Whether something was left out because it was too deep or too much. */
  boolean cut() {
    return cut;
  }

  /** What was written. */
  String json() {
    return json.toString();
  }

  /** Writes a value and returns its entry in the types as JSON, null where it needs none. */
  @Nullable String write(@Nullable Object value) {
    return write(value, 1);
  }

  private @Nullable String write(@Nullable Object value, int depth) {
    if (value == null) {
      json.append("null");
      return null;
    }
    if (value instanceof Map<?, ?> || value instanceof List<?>) {
      if (depth > maxDepth || json.length() > MAX_CHARS) {
        cut = true;
        json.append(CUT);
        return null;
      }
      return value instanceof Map<?, ?> map ? table(map, depth) : list((List<?>) value, depth);
    }
    return scalar(value);
  }

  private @Nullable String table(Map<?, ?> map, int depth) {
    StringBuilder types = null;
    boolean first = true;
    json.append('{');
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!first) {
        json.append(',');
      }
      first = false;
      String name = String.valueOf(entry.getKey());
      quote(name, json);
      json.append(':');
      String type = write(entry.getValue(), depth + 1);
      if (type != null) {
        types = types == null ? new StringBuilder().append('{') : types.append(',');
        quote(name, types);
        types.append(':').append(type);
      }
    }
    json.append('}');
    return types == null ? null : types.append('}').toString();
  }

  private @Nullable String list(List<?> list, int depth) {
    StringBuilder types = new StringBuilder().append('[');
    String common = null;
    boolean uniform = true;
    boolean typed = false;
    boolean any = false;
    json.append('[');
    for (Object element : list) {
      if (types.length() > 1) {
        json.append(',');
        types.append(',');
      }
      String type = write(element, depth + 1);
      types.append(type);
      typed |= type != null;
      if (element != null) {
        uniform &= !any || (type != null && type.equals(common));
        common = type;
        any = true;
      }
    }
    json.append(']');
    if (!typed) {
      return null;
    }
    return uniform ? "[" + common + "]" : types.append(']').toString();
  }

  private @Nullable String scalar(Object value) {
    ValueType type = ValueType.of(value);
    switch (type) {
      case BOOLEAN, BYTE, SHORT, INT, LONG -> json.append(value);
      case FLOAT, DOUBLE -> {
        if (Double.isFinite(((Number) value).doubleValue())) {
          json.append(value);
        } else {
          json.append('"').append(value).append('"');
          return type.quoted();
        }
      }
      case BYTES -> base64((byte[]) value);
      case RAW_TEXT -> base64(((RawText) value).bytes());
      case TIME -> json.append('"').append(TimeText.of((Instant) value)).append('"');
      default -> quote(String.valueOf(value), json);
    }
    return switch (type) {
      case TEXT, ESCAPED_TEXT, BOOLEAN, LONG, DOUBLE -> null;
      default -> type.quoted();
    };
  }

  private void base64(byte[] bytes) {
    json.append('"').append(Base64.getEncoder().encodeToString(bytes)).append('"');
  }

  /** Appends text as a JSON string of which every control character and half pair is escaped. */
  static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0, n = text.length(); i < n; i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20 || (c >= 0x7f && c < 0xa0)) {
        PrintableText.appendEscape(c, out);
      } else if (!Character.isSurrogate(c)) {
        out.append(c);
      } else if (UnicodeText.isHalf(text, i)) {
        PrintableText.appendEscape(c, out);
      } else {
        out.append(c).append(text.charAt(++i));
      }
    }
    out.append('"');
  }
}

package dev.pontoon.mapping;

import dev.pontoon.message.PrintableText;
import dev.pontoon.message.Property;

/** The record headers that are Pontoon's own, and the names under which others' are kept. */
public final class HeaderNames {

  /** The route's id. */
  public static final String ROUTE = "pontoon.route";

  /** Where the message was read: {@code kind/connection/queue}. */
  public static final String SOURCE = "pontoon.source";

  /** What tells this message from all others, where the source has such a thing. */
  public static final String ID = "pontoon.id";

  /** {@code true} where the broker says that it may have delivered the message before. */
  public static final String REDELIVERED = "pontoon.redelivered";

  /** JSON object: record header name to type, for headers that are not plain text. */
  public static final String TYPES = "pontoon.types";

  /** The kind of body the message had, where it is not bytes. */
  public static final String BODY = "pontoon.body";

  /** The types inside a value that was a map or a stream, in the form of {@link #TYPES}. */
  public static final String VALUE_TYPES = "pontoon.value-types";

  /** Which envelope is around the message, where the route puts one. */
  public static final String ENVELOPE = "pontoon.envelope";

  /** What the names of an event's attributes began with, where the message came as one. */
  public static final String EVENT_PREFIX = "pontoon.event-prefix";

  /** Before the name of an application header that would otherwise look like somebody's order. */
  public static final String ESCAPED = "pontoon.escaped.";

  /** Start of the headers that only dead letters have. */
  public static final String ERROR = "pontoon.error.";

  private static final String[] RESERVED = {
    Property.PREFIX, "camel", "org.apache.camel.", "kafka."
  };

  private HeaderNames() {}

  /**
   * The record header name for an application header. The same, unless it starts (in any case) with
   * {@code pontoon.}, {@code camel}, {@code org.apache.camel.} or {@code kafka.}, or can't be
   * written in UTF-8; then {@code pontoon.escaped.} and the name, with {@code \} doubled and half
   * surrogate pairs as {@code \}{@code ud83d}.
   */
  public static String escape(String name) {
    return reserved(name) || !UnicodeText.wellFormed(name) ? escaped(name) : name;
  }

  private static boolean reserved(String name) {
    if (name.isEmpty()) {
      return false;
    }
    // Letters that fold to ASCII, such as the Kelvin sign, must not slip through.
    char first = name.charAt(0);
    for (String prefix : RESERVED) {
      if (((first | 0x20) == prefix.charAt(0) || first >= 0x80)
          && name.regionMatches(true, 0, prefix, 0, prefix.length())) {
        return true;
      }
    }
    return false;
  }

  /** The name under which an application header is kept that would look like an envelope's. */
  static String escaped(String name) {
    StringBuilder out = new StringBuilder(ESCAPED.length() + name.length() + 8).append(ESCAPED);
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '\\') {
        out.append("\\\\");
      } else if (!Character.isSurrogate(c)) {
        out.append(c);
      } else if (UnicodeText.isHalf(name, i)) {
        PrintableText.appendEscape(c, out);
      } else {
        out.append(c).append(name.charAt(++i));
      }
    }
    return out.toString();
  }

  /** The application's own name for a record header: the way back from {@link #escape}. */
  public static String unescape(String recordName) {
    if (!recordName.startsWith(ESCAPED)) {
      return recordName;
    }
    StringBuilder out = new StringBuilder(recordName.length());
    for (int i = ESCAPED.length(); i < recordName.length(); i++) {
      char c = recordName.charAt(i);
      if (c == '\\' && recordName.startsWith("\\u", i) && i + 6 <= recordName.length()) {
        out.append(unit(recordName, i + 2));
        i += 5;
      } else if (c == '\\' && recordName.startsWith("\\\\", i)) {
        out.append(c);
        i++;
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  /** The UTF-16 unit written as four hex digits at {@code from}; others' nonsense counts as 0. */
  static char unit(String text, int from) {
    int unit = 0;
    for (int i = from; i < from + 4; i++) {
      unit = unit << 4 | Math.max(0, Character.digit(text.charAt(i), 16));
    }
    return (char) unit;
  }
}

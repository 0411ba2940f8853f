package dev.pontoon.mapping;

/**
 * Text at the level of UTF-16 units: what UTF-8 can hold, and what a person can safely be shown.
 */
public final class UnicodeText {

  private UnicodeText() {}

  /** Whether every surrogate has its partner, so that UTF-8 holds the text exactly. */
  static boolean wellFormed(String text) {
    return firstHalfPair(text) < 0;
  }

  /** Index of the first surrogate without its partner, or -1. */
  static int firstHalfPair(String text) {
    for (int i = 0, n = text.length(); i < n; i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (isHalf(text, i)) {
          return i;
        }
        i++;
      }
    }
    return -1;
  }

  /** Whether the unit at {@code i}, the first of a pair at most, is a surrogate without partner. */
  static boolean isHalf(CharSequence text, int i) {
    char c = text.charAt(i);
    if (!Character.isSurrogate(c)) {
      return false;
    }
    return !Character.isHighSurrogate(c)
        || i + 1 == text.length()
        || !Character.isLowSurrogate(text.charAt(i + 1));
  }

  /** Bytes the text takes in UTF-8. */
  static int utf8Length(String text) {
    int length = text.length();
    for (int i = 0, n = text.length(); i < n; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        if (c < 0x800) {
          length++;
        } else if (!Character.isSurrogate(c)) {
          length += 2;
        } else if (!isHalf(text, i)) {
          length += 2;
          i++;
        }
      }
    }
    return length;
  }

  /** Appends a unit as {@code \}{@code u001b}. */
  static void appendEscape(char c, StringBuilder out) {
    out.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      out.append(Character.forDigit((c >> shift) & 0xf, 16));
    }
  }

  /**
   * The text on one line, safe for logs and terminals: control, format and separator characters and
   * half surrogate pairs are shown as escapes.
   *
   * @param maxBytes longest result in UTF-8; what is cut off is marked with an ellipsis
   */
  public static String printable(String text, int maxBytes) {
    StringBuilder out = new StringBuilder(Math.min(text.length(), maxBytes) + 16);
    int bytes = 0;
    int fits = 0;
    for (int i = 0; i < text.length(); ) {
      int start = out.length();
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      appendPrintable(point, out);
      bytes += utf8Length(out.substring(start));
      if (bytes > maxBytes) {
        return out.substring(0, fits) + '…';
      }
      if (bytes <= maxBytes - 3) {
        fits = out.length();
      }
    }
    return out.toString();
  }

  private static void appendPrintable(int point, StringBuilder out) {
    switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR -> {
        for (char c : Character.toChars(point)) {
          appendEscape(c, out);
        }
      }
      default -> out.appendCodePoint(point);
    }
  }
}

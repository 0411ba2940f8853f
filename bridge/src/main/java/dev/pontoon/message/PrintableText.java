package dev.pontoon.message;

/**
 * The one way in which text from outside is shown: no character of it can steer a terminal, begin a
 * line, or turn the text beside it around. Control, format and separator characters and half
 * surrogate pairs become escapes such as {@code \}{@code u001b}.
 */
public final class PrintableText {
  private PrintableText() {}

  /** On one line. */
  public static String of(String text) {
    return escaped(text, false);
  }

  /** The same for text of ours in several lines, such as JSON: the line feeds stay. */
  public static String lines(String text) {
    return escaped(text, true);
  }

  /**
   * On one line.
   *
   * @param maxBytes longest result in UTF-8; what is cut off is marked with an ellipsis
   */
  public static String of(String text, int maxBytes) {
    StringBuilder out = new StringBuilder(Math.min(text.length(), maxBytes) + 16);
    int bytes = 0;
    int fits = 0;
    for (int i = 0; i < text.length(); ) {
      int start = out.length();
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      append(point, out);
      bytes += isShown(point) ? utf8Length(point) : out.length() - start;
      if (bytes > maxBytes) {
        return out.substring(0, fits) + '…';
      }
      if (bytes <= maxBytes - 3) {
        fits = out.length();
      }
    }
    return out.toString();
  }

  /** Whether it is shown as it is. */
  public static boolean isShown(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /** Appends the character, or its escape. */
  public static void append(int codePoint, StringBuilder out) {
    if (isShown(codePoint)) {
      out.appendCodePoint(codePoint);
      return;
    }
    for (char c : Character.toChars(codePoint)) {
      appendEscape(c, out);
    }
  }

  /** Appends a UTF-16 unit as {@code \}{@code u001b}. */
  public static void appendEscape(char c, StringBuilder out) {
    out.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      out.append(Character.forDigit((c >> shift) & 0xf, 16));
    }
  }

  private static String escaped(String text, boolean lineFeeds) {
    if (text.codePoints().allMatch(c -> isShown(c) || lineFeeds && c == '\n')) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              if (lineFeeds && c == '\n') {
                out.append('\n');
              } else {
                append(c, out);
              }
            });
    return out.toString();
  }

  private static int utf8Length(int codePoint) {
    if (codePoint < 0x80) {
      return 1;
    } else if (codePoint < 0x800) {
      return 2;
    }
    return codePoint < 0x10000 ? 3 : 4;
  }
}

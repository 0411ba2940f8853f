package dev.pontoon.mapping;

/** Text at the level of UTF-16 units: what UTF-8 can hold. */
final class UnicodeText {

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
}

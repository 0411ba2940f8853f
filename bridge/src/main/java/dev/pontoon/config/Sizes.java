package dev.pontoon.config;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code 1000 512KiB 64MiB 1GiB}: bytes, in powers of two where there is a unit. */
final class Sizes {
  static final String ALLOWED = "allowed: bytes, as in 1000, 512KiB, 64MiB or 1GiB";

  private static final List<String> UNITS = List.of("KiB", "MiB", "GiB", "TiB");
  private static final Pattern FORM = Pattern.compile("(\\d{1,18})(KiB|MiB|GiB|TiB)?");
  private static final Pattern LOOSE =
      Pattern.compile("\\s*(\\d{1,18})\\s*([kmgt])(i?b)?\\s*", Pattern.CASE_INSENSITIVE);

  private Sizes() {}

  /** Null when the text is not a size, or too large for a long. */
  static @Nullable Long parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    String unit = matcher.group(2);
    try {
      long factor = unit == null ? 1 : 1L << (10 * (UNITS.indexOf(unit) + 1));
      return Math.multiplyExact(Long.parseLong(matcher.group(1)), factor);
    } catch (ArithmeticException e) {
      return null;
    }
  }

  /** With the largest unit that holds it as a whole number. */
  static String write(long bytes) {
    for (int i = UNITS.size(); i > 0; i--) {
      long factor = 1L << (10 * i);
      if (bytes != 0 && bytes % factor == 0) {
        return bytes / factor + UNITS.get(i - 1);
      }
    }
    return Long.toString(bytes);
  }

  /** {@code 64 MB} was meant as {@code 64MiB}. */
  static @Nullable String suggest(String text) {
    Matcher matcher = LOOSE.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    String letter = matcher.group(2).toUpperCase(Locale.ROOT);
    String candidate = matcher.group(1) + letter + "iB";
    return parse(candidate) == null ? null : candidate;
  }
}

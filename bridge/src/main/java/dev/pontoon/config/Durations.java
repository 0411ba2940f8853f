package dev.pontoon.config;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code 500ms 10s 30m 2h 7d}. */
final class Durations {
  static final String ALLOWED = "allowed: a number and a unit, as in 500ms, 10s, 30m, 2h or 7d";

  private static final Pattern FORM = Pattern.compile("(\\d{1,19})(ms|s|m|h|d)");
  private static final Pattern LOOSE =
      Pattern.compile("\\s*(\\d{1,18})\\s*([a-zA-Z]+)\\.?\\s*", Pattern.CASE_INSENSITIVE);

  private Durations() {}

  /** Null when the text is not a duration or too long for milliseconds in a long. */
  static @Nullable Duration parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    try {
      long millis = Math.multiplyExact(Long.parseLong(matcher.group(1)), unit(matcher.group(2)));
      return Duration.ofMillis(millis);
    } catch (ArithmeticException | NumberFormatException e) {
      return null;
    }
  }

  /** With the largest unit that holds it as a whole number. */
  static String write(Duration duration) {
    long millis = duration.toMillis();
    for (String unit : new String[] {"d", "h", "m", "s"}) {
      if (millis != 0 && millis % unit(unit) == 0) {
        return millis / unit(unit) + unit;
      }
    }
    return millis + "ms";
  }

  /** {@code 7 days} was meant as {@code 7d}. */
  static @Nullable String suggest(String text) {
    Matcher matcher = LOOSE.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    String word = matcher.group(2).toLowerCase(Locale.ROOT);
    String unit = word.startsWith("ms") || word.startsWith("mil") ? "ms" : word.substring(0, 1);
    String candidate = matcher.group(1) + unit;
    return parse(candidate) == null ? null : candidate;
  }

  private static long unit(String unit) {
    return switch (unit) {
      case "ms" -> 1;
      case "s" -> 1_000;
      case "m" -> 60_000;
      case "h" -> 3_600_000;
      default -> 86_400_000;
    };
  }
}

package dev.pontoon.deadletter;

import dev.pontoon.message.LegacyMessage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a redrive to the queue writes into {@link LegacyMessage#REDRIVE}: {@code 0@42 refused 2}.
 */
final class RedriveMark {
  private static final Pattern FORM = Pattern.compile("\\d+@\\d+ refused (\\d{1,9})");

  private RedriveMark() {}

  static String of(StoredLetter letter) {
    return letter.place() + " refused " + letter.count();
  }

  /** How often a message had been refused when it was brought back; 0 if it never was. */
  static long count(LegacyMessage message) {
    Matcher mark = FORM.matcher(String.valueOf(message.headers().get(LegacyMessage.REDRIVE)));
    return mark.matches() ? Long.parseLong(mark.group(1)) : 0;
  }
}

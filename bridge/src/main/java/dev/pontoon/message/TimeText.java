package dev.pontoon.message;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Times as ISO-8601 text in UTC: {@code 2024-01-02T03:04:05.000Z}. */
public final class TimeText {

  private static final long YEAR_0 = -62_167_219_200L;
  private static final long YEAR_10000 = 253_402_300_800L;

  private TimeText() {}

  /** With milliseconds; finer, or with a longer year, only where the time itself has it. */
  public static String of(Instant time) {
    long second = time.getEpochSecond();
    int nano = time.getNano();
    if (second < YEAR_0 || second >= YEAR_10000 || nano % 1_000_000 != 0) {
      String text = time.toString();
      return nano == 0 ? text.substring(0, text.length() - 1) + ".000Z" : text;
    }
    LocalDateTime utc = LocalDateTime.ofEpochSecond(second, nano, ZoneOffset.UTC);
    char[] text = "0000-00-00T00:00:00.000Z".toCharArray();
    digits(text, 4, utc.getYear());
    digits(text, 7, utc.getMonthValue());
    digits(text, 10, utc.getDayOfMonth());
    digits(text, 13, utc.getHour());
    digits(text, 16, utc.getMinute());
    digits(text, 19, utc.getSecond());
    digits(text, 23, nano / 1_000_000);
    return new String(text);
  }

  private static void digits(char[] text, int end, int number) {
    int i = end;
    for (int rest = number; rest > 0; rest /= 10) {
      text[--i] = (char) ('0' + rest % 10);
    }
  }
}

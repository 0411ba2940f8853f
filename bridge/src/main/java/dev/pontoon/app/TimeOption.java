package dev.pontoon.app;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A moment on the command line: a time, a day, or how long ago. */
final class TimeOption implements ITypeConverter<Instant> {
  private final Clock clock;

  TimeOption() {
    this(Clock.systemUTC());
  }

  TimeOption(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Instant convert(String text) {
    try {
      if (text.matches("\\d{1,9}[smhd]")) {
        String period = text.endsWith("d") ? "P" + text : "PT" + text;
        return clock.instant().minus(Duration.parse(period.toUpperCase(Locale.ROOT)));
      } else if (text.matches("\\d{4}-\\d\\d-\\d\\d")) {
        return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
      } else {
        return Instant.parse(text);
      }
    } catch (DateTimeException e) {
      throw new TypeConversionException(
          "'"
              + text
              + "' is no time; write 2024-01-02T03:04:05Z, 2024-01-02 (UTC), or 2h for two"
              + " hours ago (s, m, h, d)");
    }
  }
}

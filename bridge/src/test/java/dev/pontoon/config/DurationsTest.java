package dev.pontoon.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "7d, P7D",
    "2h, PT2H",
    "30m, PT30M",
    "10s, PT10S",
    "500ms, PT0.5S",
    "0ms, PT0S",
    "90m, PT90M"
  })
  void readsNumberAndUnit(String text, Duration expected) {
    assertThat(Durations.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "7", "7 d", "-7d", "1.5h", "7D", "1h30m", "d", "106751991168d", "٣d", "7d\n"})
  void refusesEverythingElse(String text) {
    assertThat(Durations.parse(text)).isNull();
  }

  @Property
  void whatIsWrittenIsReadAgain(@ForAll @LongRange(min = 0) long millis) {
    Duration duration = Duration.ofMillis(millis);
    assertThat(Durations.parse(Durations.write(duration))).isEqualTo(duration);
  }

  @Property
  void wholeUnitsStayShort(@ForAll @LongRange(min = 1, max = 100_000) long days) {
    assertThat(Durations.write(Duration.ofDays(days))).isEqualTo(days + "d");
  }

  @ParameterizedTest
  @CsvSource({
    "7 days, 7d",
    "7D, 7d",
    "10 sec, 10s",
    "10 Seconds, 10s",
    "5 min, 5m",
    "250 millis, 250ms",
    "250MS, 250ms",
    "2 hours, 2h"
  })
  void knowsWhatWasMeant(String text, String expected) {
    assertThat(Durations.suggest(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "7", "7 weeks", "99999999999999999 days"})
  void suggestsNothingItCannotRead(String text) {
    assertThat(Durations.suggest(text)).isNull();
  }
}

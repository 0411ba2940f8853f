package dev.pontoon.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeOptionTest {
  private final TimeOption option =
      new TimeOption(Clock.fixed(Instant.parse("2024-03-02T12:00:00Z"), ZoneOffset.UTC));

  @ParameterizedTest
  @CsvSource({
    "2024-01-02T03:04:05Z, 2024-01-02T03:04:05Z",
    "2024-01-02, 2024-01-02T00:00:00Z",
    "90s, 2024-03-02T11:58:30Z",
    "5m, 2024-03-02T11:55:00Z",
    "2h, 2024-03-02T10:00:00Z",
    "2d, 2024-02-29T12:00:00Z"
  })
  void aTimeADayOrHowLongAgo(String text, Instant expected) {
    assertThat(option.convert(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "2024-13-01", "2w", "-1h", "2024-01-02 03:04"})
  void othersAreToldWhatToWrite(String text) {
    assertThatThrownBy(() -> option.convert(text)).hasMessageContaining("2h for two hours ago");
  }

  @Test
  void aRateWaitsForItsTimeAndStopsAtOnce() {
    RedrivePace pace = new RedrivePace(1000, () -> 0L);
    long before = System.nanoTime();
    assertThat(pace.goOn(50)).isTrue();
    assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(50_000_000L);
    pace.stop();
    assertThat(pace.goOn(1_000_000)).isFalse();
    assertThat(new RedrivePace(0, System::nanoTime).goOn(1_000_000)).isTrue();
  }
}

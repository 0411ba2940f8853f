package dev.pontoon.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LogLimitTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 10);
  private final LogLimit limit = new LogLimit(Duration.ofNanos(100), now::get);

  @Test
  void theFirstPassesAndTheRestOfTheIntervalIsCounted() {
    assertThat(limit.pass()).isEqualTo(OptionalLong.of(0));
    assertThat(limit.pass()).isEmpty();
    now.addAndGet(99);
    assertThat(limit.pass()).isEmpty();
    now.addAndGet(1);
    assertThat(limit.pass()).isEqualTo(OptionalLong.of(2));
    assertThat(limit.pass()).isEmpty();
  }

  @Test
  void whatIsNewPassesAndWhatIsRepeatedIsCounted() {
    assertThat(limit.pass("a")).isEqualTo(OptionalLong.of(0));
    assertThat(limit.pass("a")).isEmpty();
    assertThat(limit.pass("a")).isEmpty();
    assertThat(limit.pass("b")).isEqualTo(OptionalLong.of(2));
    assertThat(limit.pass("b")).isEmpty();
    now.addAndGet(100);
    assertThat(limit.pass("b")).isEqualTo(OptionalLong.of(1));
  }
}

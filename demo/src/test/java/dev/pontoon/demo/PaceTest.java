package dev.pontoon.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {
  private long now = 42;

  @Test
  void eachMessageIsDueOnce() {
    Pace pace = new Pace(50, () -> now);
    assertThat(pace.due()).isZero();
    pass(100);
    assertThat(pace.due()).isEqualTo(5);
    assertThat(pace.due()).isZero();
    pass(30);
    assertThat(pace.due()).isEqualTo(1);
    pass(10);
    assertThat(pace.due()).isEqualTo(1);
  }

  @Test
  void aPauseIsCaughtUpInPieces() {
    Pace pace = new Pace(1_000, () -> now);
    pass(3_500);
    assertThat(pace.due()).isEqualTo(Pace.MOST);
    assertThat(pace.due()).isEqualTo(1_500);
    assertThat(pace.due()).isZero();
  }

  private void pass(long millis) {
    now += TimeUnit.MILLISECONDS.toNanos(millis);
  }
}

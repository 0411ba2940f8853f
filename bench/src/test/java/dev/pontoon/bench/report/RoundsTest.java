package dev.pontoon.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RoundsTest {

  @Test
  void ratiosAreTakenWithinEachRoundSoThatASlowRoundDoesNotCount() {
    Rounds bridge = rounds(Map.of(1, 900.0, 2, 90.0, 3, 950.0));
    Rounds limit = rounds(Map.of(1, 1000.0, 2, 100.0, 3, 1000.0));

    Stats ratios = bridge.over(limit).stats();

    assertThat(ratios.median()).isCloseTo(0.9, within(1e-9));
    assertThat(ratios.max()).isCloseTo(0.95, within(1e-9));
  }

  @Test
  void aRoundWithoutItsLimitHasNoRatio() {
    Rounds both = rounds(Map.of(1, 5.0, 2, 6.0));

    assertThat(both.over(rounds(Map.of(1, 10.0))).stats().median()).isEqualTo(0.5);
    assertThat(both.over(rounds(Map.of(2, 10.0))).stats().median()).isEqualTo(0.6);
    assertThat(both.over(rounds(Map.of(1, 0.0))).isEmpty()).isTrue();
    assertThat(both.over(rounds(Map.of(1, Double.NaN))).stats().median()).isNaN();
  }

  @Test
  void aFailedRoundIsNoRound() {
    assertThat(rounds(Map.of(1, 5.0, 3, 6.0)).last()).isEqualTo(3);
    assertThat(rounds(Map.of()).last()).isZero();
  }

  private static Rounds rounds(Map<Integer, Double> figures) {
    return new Rounds(new TreeMap<>(figures));
  }
}

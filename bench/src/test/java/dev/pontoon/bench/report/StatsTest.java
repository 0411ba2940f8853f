package dev.pontoon.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatsTest {

  @Test
  void medianOfAnOddNumberIsTheOneInTheMiddle() {
    assertThat(Stats.of(List.of(9.0, 1.0, 4.0))).isEqualTo(new Stats(1, 4, 9));
  }

  @Test
  void medianOfAnEvenNumberIsBetweenTheTwoInTheMiddle() {
    assertThat(Stats.of(List.of(8.0, 1.0, 4.0, 2.0)).median()).isEqualTo(3);
  }

  @Test
  void figuresThatWereNotMeasuredDoNotCount() {
    assertThat(Stats.of(List.of(Double.NaN, 5.0))).isEqualTo(new Stats(5, 5, 5));
    assertThat(Stats.of(List.of(Double.NaN)).median()).isNaN();
    assertThat(Stats.of(List.of()).max()).isNaN();
  }

  @Test
  void ratiosAreTakenWithinEachRoundSoThatASlowRoundDoesNotCount() {
    List<Double> bridge = List.of(900.0, 90.0, 950.0);
    List<Double> limit = List.of(1000.0, 100.0, 1000.0);

    Stats ratios = Stats.ratios(bridge, limit);

    assertThat(ratios.median()).isCloseTo(0.9, within(1e-9));
    assertThat(ratios.max()).isCloseTo(0.95, within(1e-9));
  }

  @Test
  void aRoundWithoutItsLimitHasNoRatio() {
    assertThat(Stats.ratios(List.of(5.0, 6.0), List.of(10.0)).median()).isEqualTo(0.5);
    assertThat(Stats.ratios(List.of(5.0), List.of(0.0)).median()).isNaN();
    assertThat(Stats.ratios(List.of(5.0), List.of(Double.NaN)).median()).isNaN();
  }
}

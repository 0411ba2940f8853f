package dev.pontoon.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

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
}

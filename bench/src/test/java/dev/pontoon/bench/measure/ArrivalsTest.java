package dev.pontoon.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.bench.stage.Bodies;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

  private final Bodies bodies = new Bodies(1, 100);

  @Test
  void theSteadyPartLeavesOutTheFirstTenthAndTheEnd() {
    Arrivals arrivals = new Arrivals(1000);
    for (int n = 0; n < 1000; n++) {
      // A slow start: the first hundred take ten times as long.
      arrivals.add(bodies.body(n, 0), n < 100 ? n * 10L : 900 + n);
    }

    Arrivals.Steady steady = arrivals.steady();

    assertThat(steady.from()).isEqualTo(1000);
    assertThat(steady.to()).isEqualTo(900 + 949);
    assertThat(steady.messages()).isEqualTo(849);
    assertThat(steady.rate()).isEqualTo(1000.0);
  }

  @Test
  void partitionsAreReadOneAfterTheOtherButArrivedTogether() {
    Arrivals arrivals = new Arrivals(4);
    arrivals.add(bodies.body(0, 0), 10);
    arrivals.add(bodies.body(2, 0), 30);
    arrivals.add(bodies.body(1, 0), 20);
    arrivals.add(bodies.body(3, 0), 40);

    assertThat(arrivals.first()).isEqualTo(10);
    assertThat(arrivals.steady().from()).isEqualTo(10);
    assertThat(arrivals.books(0).flags()).isEmpty();
  }

  @Test
  void noneArrivedHasNoRate() {
    Arrivals arrivals = new Arrivals(10);

    assertThat(arrivals.first()).isEqualTo(-1);
    assertThat(arrivals.steady().rate()).isNaN();
  }

  @Test
  void aMessageThatComesTwiceCountsOnce() {
    Arrivals arrivals = new Arrivals(2);
    arrivals.add(bodies.body(0, 0), 1);
    arrivals.add(bodies.body(0, 0), 2);

    assertThat(arrivals.unique()).isEqualTo(1);
    assertThat(arrivals.complete()).isFalse();
    assertThat(arrivals.books(1).flags()).containsExactly("1 not moved", "1 duplicates");
  }

  @Test
  void whatIsNeitherThereNorWaitingIsLost() {
    Arrivals arrivals = new Arrivals(10);
    arrivals.add(bodies.body(0, 0), 1);

    assertThat(arrivals.books(3).lost()).isEqualTo(6);
    assertThat(arrivals.books(3).flags()).containsExactly("6 LOST", "3 not moved");
  }

  @Test
  void whatArrivedAndStillWaitsWasNotAcknowledged() {
    Arrivals arrivals = new Arrivals(1);
    arrivals.add(bodies.body(0, 0), 1);

    assertThat(arrivals.books(1).flags()).containsExactly("1 moved, but not acknowledged");
  }

  @Test
  void theBooksCloseAlsoWhereSomeAreThereAndStillWait() {
    Arrivals arrivals = new Arrivals(10);
    for (int n = 0; n < 8; n++) {
      arrivals.add(bodies.body(n, 0), n);
    }

    assertThat(arrivals.books(5).flags())
        .containsExactly("2 not moved", "3 moved, but not acknowledged");
    assertThat(arrivals.books(8, 0).flags()).isEmpty();
    assertThat(arrivals.between(2, 5)).isEqualTo(3);
    assertThat(arrivals.last()).isEqualTo(7);
  }

  @Test
  void orderCountsWithinAKeyOnly() {
    Arrivals arrivals = new Arrivals(3000);
    arrivals.add(bodies.body(1, 0), 1);
    arrivals.add(bodies.body(0, 0), 1);
    arrivals.add(bodies.body(2001, 0), 2);
    arrivals.add(bodies.body(1001, 0), 3);

    assertThat(arrivals.books(2996).orderBreaks()).isEqualTo(1);
  }

  @Test
  void strangeRecordsAreToldApart() {
    Arrivals arrivals = new Arrivals(1);
    arrivals.add("short".getBytes(StandardCharsets.UTF_8), 1);
    arrivals.add(bodies.body(5, 0), 1);
    arrivals.add("x".repeat(100).getBytes(StandardCharsets.UTF_8), 1);

    assertThat(arrivals.books(1).foreign()).isEqualTo(3);
  }
}

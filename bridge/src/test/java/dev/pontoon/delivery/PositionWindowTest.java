package dev.pontoon.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** No position is called safe before its message is. */
class PositionWindowTest {
  private final PositionWindow positions = new PositionWindow();

  private void taken(long sequence) {
    positions.taken(sequence, new Position("s", sequence, 0));
  }

  @Test
  void whatIsTakenBeforeAnAcknowledgementRunsIsNotSafeByIt() throws Exception {
    Window window = new Window(8);
    for (int i = 0; i < 8; i++) {
      taken(window.take(false));
    }
    for (long sequence = 1; sequence <= 16; sequence++) {
      window.settle(sequence);
      taken(window.take(false));
    }
    List<Position> safe = positions.upTo(window.lowWater());
    assertThat(safe).hasSize(16).extracting(Position::offset).isSorted().endsWith(16L);
    assertThat(positions.upTo(24)).hasSize(8).extracting(Position::offset).startsWith(17L);
  }

  @Test
  void messagesWithoutAPositionAreLeftOut() {
    positions.taken(1, null);
    taken(2);
    positions.taken(3, null);
    assertThat(positions.upTo(1)).isEmpty();
    assertThat(positions.upTo(3)).extracting(Position::offset).containsExactly(2L);
  }
}

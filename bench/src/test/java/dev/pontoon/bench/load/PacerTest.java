package dev.pontoon.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.bench.stage.Bodies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacerTest {

  private static final Duration SHORT = Duration.ofMillis(50);

  private final Sent sent = new Sent();
  private final Pacer pacer = new Pacer(sent, new Bodies(1, 100));

  @Test
  void whoFollowsIsNeverFurtherAheadThanAllowed() throws Exception {
    pacer.follow(SHORT, 100, () -> Math.max(0, sent.numbers.size() - 40), 1_000_000);

    assertThat(sent.numbers).hasSizeGreaterThan(100).doesNotHaveDuplicates();
    assertThat(sent.mostSinceFlush).isEqualTo(100);
    assertThat(pacer.sent()).isEqualTo(sent.numbers.size());
  }

  @Test
  void whereNothingArrivesItStopsAndTroublesNobody() throws Exception {
    pacer.follow(SHORT, 100, () -> 0, 1_000_000);

    assertThat(sent.numbers).hasSize(100);
    assertThat(sent.flushes).isEqualTo(1);
  }

  @Test
  void itEndsAtTheLastNumber() throws Exception {
    pacer.send(10, Duration.ofMillis(1));
    pacer.follow(Duration.ofMinutes(10), 5_000, sent.numbers::size, 7_000);

    assertThat(sent.numbers).hasSize(7_000).endsWith(6_999L);
    assertThat(sent.mostSinceFlush).isEqualTo(500);
  }

  private static final class Sent implements PacedPublisher {
    private final List<Long> numbers = new ArrayList<>();
    private int flushes;
    private int sinceFlush;
    private int mostSinceFlush;

    @Override
    public void send(long number, byte[] body) {
      numbers.add(number);
      mostSinceFlush = Math.max(mostSinceFlush, ++sinceFlush);
    }

    @Override
    public void flush() {
      flushes++;
      sinceFlush = 0;
    }

    @Override
    public void close() {
      flush();
    }
  }
}

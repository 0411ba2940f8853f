package dev.pontoon.source.jms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.source.LargeRoom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class FetchingTest {
  private static final long KIB = 1 << 10;
  private static final long MIB = 1 << 20;

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final LargeRoom room = new LargeRoom();
  private final Fetching fetching = new Fetching(16 * MIB, room, new Ticking());

  @Test
  void fetchesAheadUntilALargeMessageIsMetAndThenAsLargeAsItHasTo() {
    SizeGate first = fetching.gate(64 * KIB);
    assertThat(first.ahead()).isTrue();
    assertThat(first.passes(64 * KIB)).isTrue();
    assertThat(first.passes(8 * MIB)).isFalse();
    assertThat(first.shut()).isTrue();
    assertThat(fetching.met(first).pause()).isZero();
    SizeGate second = fetching.gate(64 * KIB);
    assertThat(second.ahead()).isFalse();
    assertThat(second.largest()).isEqualTo(8 * MIB);
    assertThat(fetching.refused()).isFalse();
  }

  /** ActiveMQ Classic's client tells a size for people only. */
  @Test
  void goesUpInStepsWhereTheSizeIsNotKnown() {
    long[] largest = new long[5];
    for (int i = 0; i < largest.length; i++) {
      SizeGate gate = fetching.gate(64 * KIB);
      largest[i] = gate.largest();
      gate.met(0);
      assertThat(fetching.met(gate).pause().isZero()).isEqualTo(i < 4);
    }
    assertThat(largest).containsExactly(64 * KIB, 512 * KIB, 4 * MIB, 16 * MIB, 16 * MIB);
  }

  @Test
  void whatIsTooLargeForEverybodyIsTriedAfterMinutesThenHours() {
    SizeGate first = fetching.gate(MIB);
    first.met(96 * MIB);
    assertThat(fetching.met(first).pause()).as("what is in front of it is done first").isZero();
    assertThat(fetching.refused()).isTrue();
    SizeGate gate = fetching.gate(MIB);
    gate.met(96 * MIB);
    Fetching.Verdict verdict = fetching.met(gate);
    assertThat(verdict.text()).contains("96 MiB", "16 MiB", "max-message-size");
    assertThat(verdict.pause()).isEqualTo(Duration.ofMinutes(1));
    assertThat(fetching.refused()).isTrue();
    for (int minutes : new int[] {4, 16, 60, 60}) {
      SizeGate again = fetching.gate(MIB);
      assertThat(again.largest()).isEqualTo(16 * MIB);
      again.met(96 * MIB);
      assertThat(fetching.met(again).pause()).isEqualTo(Duration.ofMinutes(minutes));
    }
    SizeGate gone = fetching.gate(MIB);
    for (int i = 0; i < 501; i++) {
      fetching.read(10);
    }
    assertThat(fetching.refused()).isFalse();
    gone.met(96 * MIB);
    assertThat(fetching.met(gone).pause()).as("another one").isZero();
    SizeGate other = fetching.gate(MIB);
    other.met(96 * MIB);
    assertThat(fetching.met(other).pause()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void fetchesAheadAgainWhenNoLargeOneCameForAWhileAndIsSlowerEachTime() {
    for (int minutes : new int[] {1, 2, 4}) {
      SizeGate gate = fetching.gate(64 * KIB);
      assertThat(gate.ahead()).isTrue();
      assertThat(fetching.calm(gate)).isFalse();
      gate.met(MIB);
      assertThat(fetching.met(gate).pause()).isZero();
      SizeGate careful = fetching.gate(64 * KIB);
      fetching.read(MIB);
      now = now.plus(Duration.ofMinutes(minutes)).minusMillis(1);
      assertThat(fetching.calm(careful)).isFalse();
      now = now.plusMillis(1);
      assertThat(fetching.calm(careful)).isTrue();
    }
  }

  /** What the JVM can't hold is never allowed. */
  @Test
  void theRoomIsTheMost() {
    Fetching greedy = new Fetching(Long.MAX_VALUE, room, new Ticking());
    SizeGate gate = greedy.gate(64 * KIB);
    gate.met(room.largest() + 1);
    greedy.met(gate);
    SizeGate careful = greedy.gate(64 * KIB);
    assertThat(careful.largest()).isEqualTo(room.largest());
    careful.met(room.largest() + 1);
    assertThat(greedy.met(careful).pause()).isPositive();
  }

  private final class Ticking extends Clock {
    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}

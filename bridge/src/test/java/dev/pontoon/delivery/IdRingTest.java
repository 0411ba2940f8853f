package dev.pontoon.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IdRingTest {
  private final Map<Integer, byte[]> topic = new HashMap<>();

  private static Identity id(long number) {
    return new Identity(number * 31, number);
  }

  private static ConfirmedIds nothing() {
    return new ConfirmedIds(ConfirmedIds.CAPACITY);
  }

  @Test
  void smallTransactionsDoNotShortenTheMemory() {
    IdRing ring = new IdRing(topic, nothing());
    for (long i = 0; i < 20_000; i++) {
      ring.add(List.of(id(i)));
      topic.put(ring.slot(), ring.value());
    }
    ConfirmedIds known = nothing();
    new IdRing(topic, known);
    assertThat(known.size()).isEqualTo(20_000);
    assertThat(known.contains(id(0))).isTrue();
    assertThat(known.contains(id(19_999))).isTrue();
  }

  @Test
  void remembersTheLast65kWhateverTheTransactionsWere() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    IdRing ring = new IdRing(topic, nothing());
    long next = 0;
    while (next < 200_000) {
      List<Identity> ids = new ArrayList<>();
      int size = 1 + random.nextInt(1000);
      for (int i = 0; i < size; i++) {
        ids.add(id(next++));
      }
      ring.add(ids);
      topic.put(ring.slot(), ring.value());
      if (random.nextInt(50) == 0) {
        ring = new IdRing(topic, nothing());
      }
    }
    ConfirmedIds known = nothing();
    new IdRing(topic, known);
    assertThat(topic).as("seed %s", seed).hasSize(IdRing.SLOTS);
    for (long i = next - 64_000; i < next; i++) {
      assertThat(known.contains(id(i))).as("seed %s, id %s of %s", seed, i, next).isTrue();
    }
  }

  @Test
  void refusesWhatItDidNotWrite() {
    topic.put(3, new byte[] {9, 9});
    assertThatThrownBy(() -> new IdRing(topic, nothing()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("slot 3");
  }
}

package dev.pontoon.rig.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.rig.ledger.Entry;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PayloadsTest {

  @Test
  void aMessageHasTheSameBodyAtEveryCallAndInEveryRunOfTheSeed() {
    Entry entry = new Entry("run", 3, 14);
    byte[] body = Payloads.mixed(1).body(entry);
    assertThat(Payloads.mixed(1).body(entry)).isEqualTo(body).isNotEmpty();
    assertThat(Payloads.mixed(2).body(entry)).isNotEqualTo(body);
    assertThat(Payloads.mixed(1).body(new Entry("run", 3, 15))).isNotEqualTo(body);
  }

  @Test
  void sizesAreMixedWithinTheBounds() {
    Payloads payloads = Payloads.mixed(5);
    int[] sizes =
        IntStream.range(0, 2_000).map(i -> payloads.body(new Entry("run", 0, i)).length).toArray();
    assertThat(IntStream.of(sizes)).allMatch(size -> size >= 10 && size <= 64 * 1024);
    assertThat(IntStream.of(sizes).filter(size -> size < 100).count()).isBetween(400L, 700L);
    assertThat(IntStream.of(sizes).filter(size -> size > 10_000).count()).isBetween(300L, 600L);
  }

  @Test
  void oneSizeIsOneSize() {
    assertThat(Payloads.of(1, 1_024).body(new Entry("run", 0, 0))).hasSize(1_024);
  }
}

package dev.pontoon.bench.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadTest {

  @ParameterizedTest
  @EnumSource(Source.class)
  void aNameCanBeReadBack(Source source) {
    Workload workload = new Workload(source, 10 * 1024, 8, 12, 5);

    assertThat(Workload.named(workload.name(), 5)).isEqualTo(workload);
  }

  @Test
  void sizesAreBytesOrKibibytes() {
    assertThat(new Workload(Source.RABBIT_CLASSIC, 1024, 1, 12, 1).name())
        .isEqualTo("rabbit-classic-1KiB-1q-12p");
    assertThat(Workload.named("artemis-100B-1q-1p", 7))
        .isEqualTo(new Workload(Source.ARTEMIS, 100, 1, 1, 7));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "rabbit", "rabbit-classic-1KiB", "kafka-1KiB-1q-1p", "artemis-1MB-1q-1p"})
  void anotherNameIsRefusedWithAnExample(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Workload.named(name, 1))
        .withMessageContaining("rabbit-classic-1KiB-1q-12p");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 999_999, 1L << 40})
  void aBodyCarriesItsNumberAndItsTime(long number) {
    byte[] body = new Bodies(3, 100).body(number, 1_700_000_000_000_000L + number);

    assertThat(body).hasSize(100);
    assertThat(Bodies.number(body)).isEqualTo(number);
    assertThat(Bodies.micros(body)).isEqualTo(1_700_000_000_000_000L + number);
  }

  @Test
  void aBodyMustHaveRoomForBoth() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Bodies(1, 31));
  }
}

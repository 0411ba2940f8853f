package dev.pontoon.config;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizesTest {
  @ParameterizedTest
  @CsvSource({
    "1000, 1000",
    "512KiB, 524288",
    "64MiB, 67108864",
    "1GiB, 1073741824",
    "2TiB, 2199023255552",
    "0, 0"
  })
  void readsBytes(String text, long expected) {
    assertThat(Sizes.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "64MB", "64 MiB", "-1", "1.5GiB", "64mib", "8388608TiB", "MiB"})
  void refusesEverythingElse(String text) {
    assertThat(Sizes.parse(text)).isNull();
  }

  @Property
  void whatIsWrittenIsReadAgain(
      @ForAll @LongRange(min = 0, max = 999_999_999_999_999_999L) long n) {
    assertThat(Sizes.parse(Sizes.write(n))).isEqualTo(n);
  }

  @ParameterizedTest
  @CsvSource({"64MB, 64MiB", "64 mb, 64MiB", "1G, 1GiB", "512kib, 512KiB", "2 tb, 2TiB"})
  void knowsWhatWasMeant(String text, String expected) {
    assertThat(Sizes.suggest(text)).isEqualTo(expected);
  }
}

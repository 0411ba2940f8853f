package dev.pontoon.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimilarTest {
  @ParameterizedTest
  @CsvSource({
    "kitten, sitting, 3",
    "ab, ba, 1",
    "'', abc, 3",
    "topic, topic, 0",
    "hedaer, header, 1"
  })
  void countsSlipsOfTheFinger(String a, String b, int expected) {
    assertThat(Similar.distance(a, b)).isEqualTo(expected);
  }

  @Test
  void takesTheNearestAndNothingThatIsFar() {
    List<String> known = List.of("topic", "topics", "partitions", "dead-letter");

    assertThat(Similar.nearest("partition", known)).isEqualTo("partitions");
    assertThat(Similar.nearest("Topic", known)).isEqualTo("topic");
    assertThat(Similar.nearest("dead_leter", known)).isEqualTo("dead-letter");
    assertThat(Similar.nearest("nonsense", known)).isNull();
    assertThat(Similar.nearest("t".repeat(100_000), known)).isNull();
  }

  @Property
  void isTheSameInBothDirections(
      @ForAll @AlphaChars @StringLength(max = 12) String a,
      @ForAll @AlphaChars @StringLength(max = 12) String b) {
    assertThat(Similar.distance(a, b)).isEqualTo(Similar.distance(b, a));
    assertThat(Similar.distance(a, b)).isBetween(0, Math.max(a.length(), b.length()));
    assertThat(Similar.distance(a, a)).isZero();
  }
}

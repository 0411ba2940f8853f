package dev.pontoon.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamStartTest {

  @Test
  void everyKindIsReadAndWrittenAlike() {
    long time = Instant.parse("2024-01-02T03:04:05Z").toEpochMilli();
    assertThat(StreamStart.KIND.parse().apply("first")).isEqualTo(StreamStart.FIRST);
    assertThat(StreamStart.KIND.parse().apply("offset 42"))
        .isEqualTo(new StreamStart(StreamStart.Kind.OFFSET, 42));
    assertThat(StreamStart.KIND.parse().apply("timestamp  2024-01-02T03:04:05Z"))
        .isEqualTo(new StreamStart(StreamStart.Kind.TIMESTAMP, time));
    for (String text :
        new String[] {"first", "last", "next", "offset 0", "timestamp 2024-01-02T03:04:05Z"}) {
      StreamStart start = StreamStart.KIND.parse().apply(text);
      assertThat(start).isNotNull();
      assertThat(start.text()).isEqualTo(text);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "begin", "First", "first 1", "offset", "offset -1", "offset x", "timestamp 5"})
  void anythingElseIsNoPlace(String text) {
    assertThat(StreamStart.KIND.parse().apply(text)).isNull();
  }
}

package dev.pontoon.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WeightTest {
  private static final Origin ORIGIN = new Origin("r", "rabbitmq", "c", "q", false);

  private static int size(Map<String, Object> headers, Map<Property, Object> properties) {
    return new LegacyMessage(ORIGIN, properties, headers, Body.Bytes.EMPTY, false).size();
  }

  @Test
  void largeHeadersCountWithAllTheyHold() {
    int none = size(Map.of(), Map.of());
    String text = "x".repeat(100_000);
    Map<String, Object> nested = new LinkedHashMap<>();
    nested.put("list", List.of(text, Map.of("bytes", new byte[50_000])));
    nested.put("null", null);

    assertThat(size(Map.of("t", text), Map.of()) - none).isBetween(100_000, 101_000);
    assertThat(size(nested, Map.of()) - none).isBetween(150_000, 151_000);
    assertThat(size(Map.of("raw", new RawText(new byte[70_000])), Map.of()) - none)
        .isBetween(70_000, 71_000);
    assertThat(size(Map.of(text, 1), Map.of()) - none).isBetween(100_000, 101_000);
    assertThat(size(Map.of(), Map.of(Property.CORRELATION_ID, text)) - none).isEqualTo(100_000);
  }

  @Test
  void smallValuesCostTheirEntry() {
    int none = size(Map.of(), Map.of());
    assertThat(size(Map.of("n", 17, "b", true), Map.of()) - none).isBetween(100, 200);
  }
}

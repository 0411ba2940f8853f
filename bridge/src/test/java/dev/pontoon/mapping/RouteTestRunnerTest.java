package dev.pontoon.mapping;

import static dev.pontoon.mapping.Route.json;
import static dev.pontoon.mapping.Route.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.config.RouteConfig.KeyRule.Kind;
import dev.pontoon.config.RouteConfig.Time;
import dev.pontoon.config.RouteConfig.To;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Property;
import dev.pontoon.message.Refusal.Reason;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTestRunnerTest {

  private static final Instant LONG_AGO = Instant.parse("2024-01-02T03:04:05Z");

  private final Route route = new Route().key(Kind.HEADER, "orderId").time(Time.MESSAGE);
  private final LegacyMessage given =
      with(with(json("{\"qty\":3}"), "orderId", "A-17"), Property.TIMESTAMP, LONG_AGO);

  private List<String> differences(LegacyMessage message, Expectation expected) {
    return RouteTestRunner.differences(route.config(), message, expected, KeyExpressions.NONE);
  }

  private static Expectation.Becomes becomes(String key, String value) {
    return new Expectation.Becomes(
        "orders.v1", key, false, LONG_AGO, Map.of("orderId", "A-17"), value, null, false);
  }

  @Test
  void aTestThatHoldsHasNoDifferences() {
    assertThat(differences(given, becomes("A-17", "{\"qty\":3}"))).isEmpty();
    assertThat(differences(json("{}"), new Expectation.Refused(Reason.KEY_MISSING))).isEmpty();
  }

  @Test
  void everyDifferenceIsToldWithTheRule() {
    Map<String, String> headers = new HashMap<>();
    headers.put("no\r\nsuch", "x");
    Expectation wrong =
        new Expectation.Becomes(
            "other", "B", false, LONG_AGO.plusSeconds(1), headers, "other", null, false);
    assertThat(differences(given, wrong))
        .containsExactly(
            "topic: expected \"other\", was \"orders.v1\" (to.topic)",
            "key: expected \"B\", was \"A-17\" (header:orderId)",
            "timestamp: expected \"2024-01-02T03:04:06.000Z\", was \"2024-01-02T03:04:05.000Z\""
                + " (the message's own time)",
            "value: expected \"other\", was \"{\"qty\":3}\" (body (bytes))",
            "header no\\u000d\\u000asuch: expected \"x\", is not there");
  }

  @Test
  void refusalsAndRecordsAreToldApart() {
    assertThat(differences(json("{}"), becomes("A-17", "")).get(0))
        .startsWith("expected a record, was refused: KEY_MISSING");
    assertThat(differences(given, new Expectation.Refused(Reason.TOO_LARGE)))
        .containsExactly(
            "expected to be refused with TOO_LARGE, became a record with key \"A-17\"");
    assertThat(differences(json("{}"), new Expectation.Refused(Reason.TOO_LARGE)).get(0))
        .contains("was KEY_MISSING");
  }

  @Test
  void keysAndValuesCanBeExpectedToBeMissing() {
    Expectation nothing =
        new Expectation.Becomes(null, null, true, null, Map.of(), null, null, true);
    assertThat(differences(given, nothing))
        .containsExactly(
            "key: expected null, was \"A-17\" (header:orderId)",
            "value: expected null, was \"{\"qty\":3}\" (body (bytes))");
  }

  private List<String> valueOf(String body, Object expected) {
    return differences(
        with(json(body), "orderId", "A-17"),
        new Expectation.Becomes(
            null, null, false, null, Map.of(), null, new Expectation.Json(expected), false));
  }

  @Test
  void jsonIsComparedByWhatItSays() {
    Map<String, Object> order =
        Map.of("qty", 3L, "price", new BigDecimal("1.50"), "lines", List.of("a", true));
    assertThat(valueOf(" {\"lines\":[\"a\",true],\"price\":1.5,\"qty\":3.0e0} ", order)).isEmpty();
    assertThat(valueOf("{\"qty\":4,\"lines\":[\"a\",null,1],\"a/b\":\"\\u001b\"}", order))
        .containsExactlyInAnyOrder(
            "value: /qty: expected 3, was 4 (body (bytes))",
            "value: /price: expected 1.5, was nothing (body (bytes))",
            "value: /lines/1: expected true, was null (body (bytes))",
            "value: /lines/2: expected nothing, was 1 (body (bytes))",
            "value: /a~1b: expected nothing, was \"\\u001B\" (body (bytes))");
    assertThat(valueOf("null", null)).isEmpty();
    assertThat(valueOf("\"3\"", 3L)).containsExactly("value: expected 3, was \"3\" (body (bytes))");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{} {}", "{\"a\":1,\"a\":1}"})
  void whatIsNoJsonIsADifference(String body) {
    assertThat(valueOf(body, Map.of("a", 1L)))
        .singleElement()
        .asString()
        .startsWith("value: expected JSON, was \"");
  }

  @Test
  void aRouteThatCannotBeBuiltIsADifference() {
    route.key(Kind.CAMEL, "simple:x");
    assertThat(differences(given, new Expectation.Refused(Reason.KEY_MISSING)).get(0))
        .startsWith("the route can't be built");
  }

  @Test
  void plannedLimits() {
    TopicLimits limits =
        PlannedLimits.of(
            new To("t", null, null, 1000L, null, false, Map.of("max.message.bytes", "5"), true));
    assertThat(limits).isEqualTo(new TopicLimits(5, false, 1000, Long.MAX_VALUE, 3_600_000));
    To compact = new To("t", null, null, 1000L, null, true, Map.of("retention.ms", "x"), true);
    assertThat(PlannedLimits.of(compact))
        .isEqualTo(new TopicLimits(1_048_588, true, -1, Long.MAX_VALUE, 3_600_000));
  }

  @Test
  void theExplanationIsSafeForATerminal() {
    LegacyMessage message = with(with(given, "h\u001b[31m", "a\r\nb"), "bytes", new byte[] {-1});
    assertThat(route.mapper().explain(message).text())
        .contains("topic: to.topic = \"orders.v1\"\n")
        .contains("key: header:orderId = \"A-17\"\n")
        .contains("timestamp: arrival: the topic's retention would soon delete")
        .contains("value: body (bytes) = \"{\"qty\":3}\"\n")
        .contains("header: h\\u001b[31m = \"a\\u000d\\u000ab\"\n")
        .contains("header: bytes = 0xff (1 bytes)\n");
    assertThat(route.mapper().explain(json("")).text()).startsWith("refused: KEY_MISSING: ");
    assertThat(route.clamped).hasValue(0);
  }
}

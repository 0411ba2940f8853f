package dev.pontoon.mapping;

import static dev.pontoon.mapping.Route.headers;
import static dev.pontoon.mapping.Route.json;
import static dev.pontoon.mapping.Route.message;
import static dev.pontoon.mapping.Route.text;
import static dev.pontoon.mapping.Route.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.config.RouteConfig.KeyRule.Kind;
import dev.pontoon.config.RouteConfig.ObjectBody;
import dev.pontoon.config.RouteConfig.Tombstone;
import dev.pontoon.message.Body;
import dev.pontoon.message.Claim;
import dev.pontoon.message.ClaimCheck;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.OutboundRecord;
import dev.pontoon.message.Property;
import dev.pontoon.message.RawText;
import dev.pontoon.message.Refusal;
import dev.pontoon.message.Refusal.Reason;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteMapperTest {

  @Test
  void anOrdinaryMessageBecomesARecordThatAnyClientReads() {
    LegacyMessage message = with(json("{\"qty\":3}"), "orderId", "A-17");
    message = with(message, Property.MESSAGE_ID, "m-1");
    message = with(message, Property.PRIORITY, 4);
    message = with(message, Property.TIMESTAMP, Instant.parse("2026-11-23T07:00:00Z"));

    OutboundRecord record = new Route().key(Kind.HEADER, "orderId").record(message);

    assertThat(record.topic()).isEqualTo("orders.v1");
    assertThat(text(record.key())).isEqualTo("A-17");
    assertThat(text(record.value())).isEqualTo("{\"qty\":3}");
    assertThat(record.timestamp()).isEqualTo(Route.NOW.toEpochMilli());
    assertThat(headers(record))
        .containsExactly(
            Map.entry("pontoon.route", "orders"),
            Map.entry("pontoon.source", "rabbitmq/legacy-rabbit/pontoon.orders"),
            Map.entry("pontoon.id", "m-1"),
            Map.entry("pontoon.redelivered", "false"),
            Map.entry("pontoon.message-id", "m-1"),
            Map.entry("pontoon.priority", "4"),
            Map.entry("pontoon.timestamp", "2026-11-23T07:00:00.000Z"),
            Map.entry("orderId", "A-17"));
  }

  @Test
  void bytesAreHandedOverAsTheSameArray() {
    byte[] bytes = {0, (byte) 0xff, 31, (byte) 0x8b};
    assertThat(new Route().record(message(new Body.Bytes(bytes))).value()).isSameAs(bytes);
  }

  @Test
  void typesAreListedOnlyForWhatIsNotPlainText() {
    LegacyMessage message = with(json(""), "text", "t");
    message = with(message, "n", 7);
    message = with(message, "price", new BigDecimal("1.10"));
    message = with(message, "when", Instant.ofEpochMilli(1));
    message = with(message, "raw", new RawText(new byte[] {(byte) 0xff}));
    message = with(message, "none", null);
    Map<String, Object> death = new LinkedHashMap<>();
    death.put("count", 2L);
    death.put("queue", "work");
    death.put("time", Instant.ofEpochSecond(1));
    message = with(message, "x-death", List.of(death));

    Map<String, String> headers = headers(new Route().record(message));

    assertThat(headers)
        .containsEntry("text", "t")
        .containsEntry("n", "7")
        .containsEntry("price", "1.10")
        .containsEntry("when", "1970-01-01T00:00:00.001Z")
        .containsEntry("none", null)
        .containsEntry(
            "x-death", "[{\"count\":2,\"queue\":\"work\",\"time\":\"1970-01-01T00:00:01.000Z\"}]")
        .containsEntry(
            "pontoon.types",
            "{\"n\":\"int\",\"price\":\"decimal\",\"when\":\"time\",\"raw\":\"raw-text\","
                + "\"x-death\":[{\"time\":\"time\"}]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CamelKafkaOverrideTopic",
        "camelkafkatopic",
        "\u212Aafka.TOPIC",
        "KAFKA.key",
        "kafka.PARTITION_KEY",
        "pontoon.route",
        "Pontoon.Error.count",
        "pontoon.escaped.x",
        "org.apache.camel.x"
      })
  void headersThatLookLikeOrdersAreKeptUnderAnEscapedName(String name) {
    Map<String, String> headers = headers(new Route().record(with(json(""), name, "evil")));
    assertThat(headers).containsEntry("pontoon.escaped." + name, "evil");
    assertThat(headers.get(name)).isNotEqualTo("evil");
    assertThat(HeaderNames.unescape("pontoon.escaped." + name)).isEqualTo(name);
  }

  @Test
  void jmsBodiesBecomeTextAndJson() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("a", 1);
    fields.put("b", new byte[] {1, 2});
    fields.put("c", null);
    OutboundRecord map = new Route().record(message(new Body.Fields(fields, 10)));
    OutboundRecord stream =
        new Route().record(message(new Body.Values(List.of(true, "x", 'c'), 3)));
    OutboundRecord text = new Route().record(message(new Body.Text("Grüße")));

    assertThat(text(map.value())).isEqualTo("{\"a\":1,\"b\":\"AQI=\",\"c\":null}");
    assertThat(headers(map))
        .containsEntry("pontoon.body", "map")
        .containsEntry("pontoon.value-types", "{\"a\":\"int\",\"b\":\"bytes\"}");
    assertThat(text(stream.value())).isEqualTo("[true,\"x\",\"c\"]");
    assertThat(headers(stream))
        .containsEntry("pontoon.body", "stream")
        .containsEntry("pontoon.value-types", "[null,null,\"char\"]");
    assertThat(text(text.value())).isEqualTo("Grüße");
    assertThat(headers(text)).containsEntry("pontoon.body", "text");
  }

  @Test
  void javaObjectsAreRefusedOrPassedAsBytes() {
    byte[] bytes = {(byte) 0xac, (byte) 0xed};
    LegacyMessage object = message(new Body.Serialized(bytes));
    assertThat(new Route().refusal(object).reason()).isEqualTo(Reason.BODY_UNSUPPORTED);
    OutboundRecord record = new Route().objects(ObjectBody.BYTES).record(object);
    assertThat(record.value()).isSameAs(bytes);
    assertThat(headers(record)).containsEntry("pontoon.body", "object");
    assertThat(
            new Route()
                .objects(ObjectBody.BYTES)
                .refusal(message(new Body.Unreadable("why", new byte[] {1})))
                .reason())
        .isEqualTo(Reason.BODY_UNREADABLE);
  }

  @Test
  void aSingleValueIsWrittenLikeAHeader() {
    OutboundRecord record = new Route().record(message(new Body.Value(5)));
    assertThat(text(record.value())).isEqualTo("5");
    assertThat(headers(record))
        .containsEntry("pontoon.body", "value")
        .containsEntry("pontoon.value-types", "\"int\"");
    assertThat(RecordReader.read(record.value(), record.headers()).body())
        .isEqualTo(new Body.Value(5));
  }

  @Test
  void emptyBodiesAreEmptyValuesOrTombstones() {
    assertThat(new Route().record(json("")).value()).isEmpty();
    assertThat(new Route().record(message(new Body.Text(null))).value()).isEmpty();
    Route route = new Route().tombstone(Tombstone.EMPTY_BODY);
    assertThat(route.record(json("")).value()).isNull();
    assertThat(route.record(message(new Body.Text(""))).value()).isNull();
    assertThat(route.record(json(" ")).value()).isNotNull();
  }

  @Test
  void aCompactedTopicTakesNoRecordWithoutKey() {
    Route route = new Route().limits(new TopicLimits(1000, true, -1, Long.MAX_VALUE, 3_600_000));
    Refusal refusal = route.refusal(json("{}"));
    assertThat(refusal.reason()).isEqualTo(Reason.KEY_REQUIRED);
    assertThat(refusal.message()).contains("orders.v1");
  }

  @Test
  void sizeIsCheckedBeforeSendingAndTheRefusalKnowsTheNumbersAndTheKey() {
    Route route =
        new Route()
            .key(Kind.HEADER, "k")
            .limits(new TopicLimits(1000, false, -1, Long.MAX_VALUE, 3_600_000));
    LegacyMessage message = with(message(new Body.Bytes(new byte[1000])), "k", "key");
    Refusal refusal = route.refusal(message);
    assertThat(refusal.reason()).isEqualTo(Reason.TOO_LARGE);
    assertThat(refusal.message()).contains("body 1000").contains("at most 1000");
    assertThat(text(refusal.key())).isEqualTo("key");
  }

  @Test
  void tooManyOrTooDeepHeadersAreRefused() {
    LegacyMessage many = json("");
    Map<String, Object> headers = new LinkedHashMap<>();
    for (int i = 0; i <= RouteMapper.MAX_HEADERS; i++) {
      headers.put("h" + i, i);
    }
    assertThat(new Route().refusal(many.with(headers, many.body())).reason())
        .isEqualTo(Reason.TOO_MANY_HEADERS);

    headers.remove("h0");
    headers.put(LegacyMessage.REDRIVE, "0@1 refused 1");
    assertThat(new Route().map(many.with(headers, many.body())))
        .as("as many as could be taken before the redrive")
        .isInstanceOf(OutboundRecord.class);

    assertThat(new Route().map(with(json(""), "deep", nested(RouteMapper.MAX_DEPTH))))
        .isInstanceOf(OutboundRecord.class);
    assertThat(
            new Route().refusal(with(json(""), "deep", nested(RouteMapper.MAX_DEPTH + 1))).reason())
        .isEqualTo(Reason.TOO_MANY_HEADERS);
    assertThat(new Route().refusal(with(json(""), "deep", nested(100_000))).reason())
        .isEqualTo(Reason.TOO_MANY_HEADERS);
  }

  @Test
  void textThatUtf8CannotHoldIsRefusedAsABodyAndEscapedAsAHeader() {
    assertThat(new Route().refusal(message(new Body.Text("ab\ud83d"))).message())
        .contains("character 2");
    assertThat(headers(new Route().record(with(json(""), "h", "a\ude00"))))
        .containsEntry("h", "\"a\\ude00\"")
        .containsEntry("pontoon.types", "{\"h\":\"escaped-text\"}");
  }

  static Object nested(int depth) {
    Object value = "x";
    for (int i = 0; i < depth; i++) {
      value = i % 2 == 0 ? List.of(value) : Map.of("t", value);
    }
    return value;
  }

  @Test
  void aBodyTooLargeForItsTopicIsLeftInTheClaimStore() {
    byte[] body = new byte[20_000];
    Arrays.fill(body, (byte) 'x');
    TopicLimits small = new TopicLimits(10_000, false, -1, Long.MAX_VALUE, 3_600_000);
    LegacyMessage message = with(message(new Body.Bytes(body)), "h", "kept");
    Route route = new Route().limits(small).claimCheck("claims");

    ClaimCheck check = (ClaimCheck) route.map(message);

    String digest = check.claim().sha256();
    assertThat(check.claim()).isEqualTo(new Claim(Claim.of(body).sha256(), body));
    String location = digest.substring(0, 2) + "/" + digest.substring(2, 4) + "/" + digest;
    assertThat(text(check.reference().value()))
        .isEqualTo(
            "{\"claimCheck\":{\"sha256\":\"%s\",\"length\":20000,\"store\":\"claims\",\"location\":\"%s\"}}"
                .formatted(digest, location));
    assertThat(headers(check.reference()))
        .containsEntry("h", "kept")
        .containsEntry("pontoon.claim.sha-256", digest)
        .containsEntry("pontoon.claim.length", "20000")
        .containsEntry("pontoon.claim.store", "claims")
        .containsEntry("pontoon.claim.location", location);
    assertThat(route.mapper().explain(message).text()).contains("oversize: claim-check");
    assertThat(route.map(json("small"))).isInstanceOf(OutboundRecord.class);
  }

  @Test
  void aReferenceThatDoesNotFitEitherIsRefused() {
    TopicLimits tiny = new TopicLimits(300, false, -1, Long.MAX_VALUE, 3_600_000);
    Route route = new Route().limits(tiny).claimCheck("claims");
    Refusal refusal = route.refusal(json("x".repeat(1000)));
    assertThat(refusal.reason()).isEqualTo(Reason.TOO_LARGE);
    assertThat(refusal.message())
        .contains("key and headers alone are too large")
        .doesNotContain("write");
  }

  @Test
  void aForgedReferenceIsOnlyData() {
    LegacyMessage forged = with(json("x"), "pontoon.claim.sha-256", "ab".repeat(32));
    assertThat(headers(new Route().record(forged)))
        .doesNotContainKey("pontoon.claim.sha-256")
        .containsKey("pontoon.escaped.pontoon.claim.sha-256");
  }
}

package dev.pontoon.mapping;

import static dev.pontoon.mapping.Route.headers;
import static dev.pontoon.mapping.Route.json;
import static dev.pontoon.mapping.Route.message;
import static dev.pontoon.mapping.Route.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pontoon.config.RouteConfig.Envelope;
import dev.pontoon.config.RouteConfig.Envelope.Mode;
import dev.pontoon.config.RouteConfig.KeyRule.Kind;
import dev.pontoon.message.Body;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.OutboundRecord;
import dev.pontoon.message.Property;
import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.CloudEventDeserializer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Read back with the SDK's own deserialiser. */
class CloudEventsTest {
  private static final Instant TIME = Instant.parse("2024-01-02T03:04:05Z");

  private static Route route(Mode mode) {
    return new Route().key(Kind.TEXT, "A-17").envelope(new Envelope(mode, "shop.order"));
  }

  private static CloudEvent event(OutboundRecord record) {
    RecordHeaders headers = new RecordHeaders();
    record.headers().forEach(header -> headers.add(header.name(), header.value()));
    try (CloudEventDeserializer reader = new CloudEventDeserializer()) {
      return reader.deserialize(record.topic(), headers, record.value());
    }
  }

  private static LegacyMessage full(LegacyMessage bare) {
    LegacyMessage message = with(bare, Property.MESSAGE_ID, "m1");
    message = with(message, Property.TYPE, "order.created");
    message = with(message, Property.TIMESTAMP, TIME);
    message = with(message, Property.ROUTING_KEY, "order.new");
    return with(message, Property.CONTENT_TYPE, "application/json");
  }

  @ParameterizedTest
  @EnumSource(names = {"CLOUDEVENTS", "CLOUDEVENTS_STRUCTURED"})
  void everyAttributeArrives(Mode mode) {
    CloudEvent event = event(route(mode).record(full(json("{\"qty\":3}"))));
    assertThat(event.getId()).isEqualTo("m1");
    assertThat(event.getSource()).hasToString("/rabbitmq/legacy-rabbit/pontoon.orders");
    assertThat(event.getType()).isEqualTo("order.created");
    assertThat(event.getSubject()).isEqualTo("order.new");
    assertThat(event.getTime().toInstant()).isEqualTo(TIME);
    assertThat(event.getDataContentType()).isEqualTo("application/json");
    assertThat(event.getExtension("partitionkey")).isEqualTo("A-17");
    assertThat(new String(event.getData().toBytes())).isEqualTo("{\"qty\":3}");
  }

  @ParameterizedTest
  @EnumSource(names = {"CLOUDEVENTS", "CLOUDEVENTS_STRUCTURED"})
  void bytesAndBrokenJsonArriveAsTheyAre(Mode mode) {
    byte[] bytes = {0, -1, 7, '"', '\n'};
    assertThat(event(route(mode).record(message(new Body.Bytes(bytes)))).getData().toBytes())
        .isEqualTo(bytes);
    CloudEvent broken = event(route(mode).record(full(json("{\"qty\":3}, \"id\":\"forged\""))));
    assertThat(broken.getId()).isEqualTo("m1");
    assertThat(new String(broken.getData().toBytes())).isEqualTo("{\"qty\":3}, \"id\":\"forged\"");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "application/json, application/json",
        "Application/JSON, application/json",
        "application/json; charset=utf-8, application/json; charset=utf-8",
        "application/json ;charset=UTF-8, application/json;charset=UTF-8",
        "text/json, text/json",
        "application/problem+json, application/problem+json"
      })
  void whateverIsCalledJsonIsJsonInAStructuredEvent(String contentType, String attribute)
      throws Exception {
    String text = "{ \"qty\" : 1.10 }";
    LegacyMessage message = with(full(json(text)), Property.CONTENT_TYPE, contentType);
    OutboundRecord record = route(Mode.CLOUDEVENTS_STRUCTURED).record(message);
    JsonNode event = new ObjectMapper().readTree(record.value());
    assertThat(event.get("data").get("qty").asText()).isEqualTo("1.1");
    assertThat(event.has("data_base64")).isFalse();
    assertThat(event.get("datacontenttype").asText()).isEqualTo(attribute);
    assertThat(event(record).getData()).as("the SDK reads it").isNotNull();
    assertThat(headers(record)).containsEntry("pontoon.content-type", contentType);
    assertThat(RecordReader.read(record.value(), record.headers()).body())
        .usingRecursiveComparison()
        .isEqualTo(json(text).body());
  }

  /** When the SDK reads them, the sentence in records.md about it has to go. */
  @ParameterizedTest
  @ValueSource(strings = {"application/vnd.x+json", "image/json"})
  void typesOfJsonThatTheSdkDoesNotKnow(String contentType) throws Exception {
    LegacyMessage message = with(full(json("{\"qty\":3}")), Property.CONTENT_TYPE, contentType);
    OutboundRecord record = route(Mode.CLOUDEVENTS_STRUCTURED).record(message);
    assertThat(new ObjectMapper().readTree(record.value()).get("data").get("qty").asInt())
        .isEqualTo(3);
    assertThatThrownBy(() -> event(record)).hasMessageContaining("content type is not a json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json5",
        "application/json-seq",
        "json",
        "application/xjson",
        "x/+jso"
      })
  void otherTypesAreBase64(String contentType) throws Exception {
    LegacyMessage message = with(full(json("{}")), Property.CONTENT_TYPE, contentType);
    OutboundRecord record = route(Mode.CLOUDEVENTS_STRUCTURED).record(message);
    assertThat(new ObjectMapper().readTree(record.value()).get("data_base64").binaryValue())
        .isEqualTo(Route.utf8("{}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\u0000",
        "a\r\nb",
        "\u001b[1m",
        "\u007f",
        "\u0085",
        "\ufdd0",
        "a\uffff",
        "\ud83f\udffe",
        "a\ud83d"
      })
  void whatAnAttributeMayNotHoldIsLeftOutOfTheEventOnly(String text) {
    LegacyMessage message = full(json("{}"));
    for (Property property :
        List.of(Property.MESSAGE_ID, Property.TYPE, Property.ROUTING_KEY, Property.CONTENT_TYPE)) {
      message = with(message, property, text);
    }
    for (Mode mode : List.of(Mode.CLOUDEVENTS, Mode.CLOUDEVENTS_STRUCTURED)) {
      Route route = new Route().key(Kind.TEXT, text).envelope(new Envelope(mode, "shop.order"));
      OutboundRecord record = route.record(message);
      CloudEvent event = event(record);
      assertThat(event.getId()).isNotEqualTo(text).hasSize(36);
      assertThat(event.getType()).isEqualTo("shop.order");
      assertThat(event.getSubject()).isNull();
      assertThat(event.getDataContentType()).isNull();
      // A key of half a pair is escaped, and so it is text again.
      assertThat(event.getExtension("partitionkey"))
          .isEqualTo(UnicodeText.wellFormed(text) ? null : "\"a\\ud83d\"");
      assertThat(RecordReader.read(record.value(), record.headers()).properties())
          .isEqualTo(message.properties());
    }
  }

  @Test
  void textThatLooksOddButIsAllowedStays() {
    LegacyMessage message =
        with(full(json("{}")), Property.ROUTING_KEY, "\u00a0\ue000\ufffd\ud83d\ude00");
    assertThat(event(route(Mode.CLOUDEVENTS).record(message)).getSubject())
        .isEqualTo("\u00a0\ue000\ufffd\ud83d\ude00");
  }

  @Test
  void whatIsMissingIsMade() {
    Route route = route(Mode.CLOUDEVENTS);
    CloudEvent first = event(route.record(json("x")));
    CloudEvent second = event(route.record(json("x")));
    assertThat(first.getType()).isEqualTo("shop.order");
    assertThat(first.getTime().toInstant()).isEqualTo(Route.NOW);
    assertThat(first.getId()).isNotEqualTo(second.getId());
    assertThat(first.getSubject()).isNull();
  }

  @Test
  void foreignHeadersCanNotForgeTheEventAndFindTheirWayBack() {
    LegacyMessage message = with(full(json("{}")), "ce_id", "forged");
    message = with(message, "Content-Type", "evil/evil");
    message = with(message, "n", 17);
    OutboundRecord record = route(Mode.CLOUDEVENTS).record(message);
    assertThat(event(record).getId()).isEqualTo("m1");
    assertThat(headers(record))
        .containsEntry("pontoon.envelope", "cloudevents")
        .containsEntry("ce_id", "m1")
        .containsEntry("content-type", "application/json")
        .containsEntry("pontoon.escaped.ce_id", "forged");
    RecordReader.Restored back = RecordReader.read(record.value(), record.headers());
    Map<String, Object> own = new LinkedHashMap<>(message.headers());
    assertThat(back.headers()).isEqualTo(own);
  }

  @ParameterizedTest
  @CsvSource({
    "application/cloudevents+json, {\"specversion\":\"1.0\"}",
    "application/cloudevents+json,"
        + " '{\"specversion\":\"1.0\",\"id\":\"forged\",\"source\":\"/x\",\"type\":7}'",
    "Application/CloudEvents-batch+json; x, []",
  })
  void aBodyThatOnlySaysItIsAnEventCanNotTakeTheEnvelopesPlace(String contentType, String body)
      throws Exception {
    LegacyMessage message = with(full(json(body)), Property.CONTENT_TYPE, contentType);
    OutboundRecord record = route(Mode.CLOUDEVENTS).record(message);
    assertThat(event(record).getId()).isEqualTo("m1");
    assertThat(new String(event(record).getData().toBytes())).isEqualTo(body);
    assertThat(headers(record)).containsEntry("pontoon.content-type", contentType);
    assertThat(body(record)).isEqualTo(body);
    // Read as plain JSON: the SDK takes few names of JSON for JSON.
    OutboundRecord whole = route(Mode.CLOUDEVENTS_STRUCTURED).record(message);
    JsonNode structured = new ObjectMapper().readTree(whole.value());
    assertThat(structured.get("id").asText()).isEqualTo("m1");
    assertThat(structured.get("datacontenttype").asText()).isEqualToIgnoringCase(contentType);
    assertThat(structured.get("data")).isEqualTo(new ObjectMapper().readTree(body));
  }

  private static String body(OutboundRecord record) {
    RecordReader.Restored back = RecordReader.read(record.value(), record.headers());
    return new String(((Body.Bytes) back.body()).bytes(), StandardCharsets.UTF_8);
  }

  /** The structured mode of the AMQP binding. */
  @ParameterizedTest
  @EnumSource(names = {"CLOUDEVENTS", "CLOUDEVENTS_STRUCTURED"})
  void aBodyThatIsAnEventIsPassedOn(Mode mode) {
    String body =
        "{\"specversion\":\"1.0\",\"id\":\"e7\",\"source\":\"/x\",\"type\":\"y\",\"data\":"
            + " {\"a\":1}}";
    String contentType = "application/cloudevents+json; charset=UTF-8";
    LegacyMessage message = with(full(json(body)), Property.CONTENT_TYPE, contentType);
    message = with(message, "ce_id", "forged");
    OutboundRecord record = route(mode).record(message);
    assertThat(event(record).getId()).isEqualTo("e7");
    assertThat(record.value()).isEqualTo(Route.utf8(body));
    assertThat(headers(record))
        .containsEntry("content-type", contentType)
        .containsEntry("pontoon.envelope", "passed")
        .doesNotContainKey("ce_id");
    assertThat(body(record)).isEqualTo(body);
    assertThat(RecordReader.read(record.value(), record.headers()).headers())
        .isEqualTo(message.headers());
  }

  private static LegacyMessage amqpEvent(String prefix) {
    LegacyMessage message = full(json("{\"qty\":3}"));
    message = with(message, prefix + "specversion", "1.0");
    message = with(message, prefix + "id", "e7");
    message = with(message, prefix + "source", "/shop/orders");
    message = with(message, prefix + "type", "order.placed");
    message = with(message, prefix + "time", TIME.plusSeconds(1));
    message = with(message, prefix + "sequence", 12);
    return with(message, "other", "o");
  }

  /** The binary mode of the AMQP binding, with both separators. */
  @ParameterizedTest
  @ValueSource(strings = {"cloudEvents:", "cloudEvents_"})
  void attributesOfAnAmqpEventArriveOnce(String prefix) {
    LegacyMessage message = amqpEvent(prefix);
    OutboundRecord record = route(Mode.CLOUDEVENTS).record(message);
    CloudEvent event = event(record);
    assertThat(event.getId()).isEqualTo("e7");
    assertThat(event.getSource()).hasToString("/shop/orders");
    assertThat(event.getType()).isEqualTo("order.placed");
    assertThat(event.getTime().toInstant()).isEqualTo(TIME.plusSeconds(1));
    assertThat(event.getExtension("sequence")).isEqualTo("12");
    assertThat(event.getSubject()).isNull();
    assertThat(event.getDataContentType()).isEqualTo("application/json");
    assertThat(event.getData().toBytes()).isEqualTo(Route.utf8("{\"qty\":3}"));
    assertThat(headers(record)).doesNotContainKey(prefix + "id").containsEntry("other", "o");
    assertThat(RecordReader.read(record.value(), record.headers()).headers())
        .isEqualTo(message.headers());
  }

  @ParameterizedTest
  @ValueSource(strings = {"cloudEvents:", "cloudEvents_"})
  void anAmqpEventIsItselfInAStructuredOne(String prefix) {
    LegacyMessage message = amqpEvent(prefix);
    OutboundRecord record = route(Mode.CLOUDEVENTS_STRUCTURED).record(message);
    assertThat(event(record).getId()).isEqualTo("e7");
    assertThat(event(record).getType()).isEqualTo("order.placed");
    assertThat(event(record).getExtension("sequence")).isEqualTo("12");
    assertThat(body(record)).isEqualTo("{\"qty\":3}");
    assertThat(RecordReader.read(record.value(), record.headers()).headers())
        .isEqualTo(message.headers());
  }

  @ParameterizedTest
  @CsvSource({
    "specversion, 7.0",
    "id, ''",
    "source, ':'",
    "time, yesterday",
    "Bad-Name, x",
    "data, x",
  })
  void anAmqpEventThatIsNoneGetsAnEnvelopeOfItsOwn(String attribute, String value) {
    LegacyMessage message = with(amqpEvent("cloudEvents:"), "cloudEvents:" + attribute, value);
    for (Mode mode : List.of(Mode.CLOUDEVENTS, Mode.CLOUDEVENTS_STRUCTURED)) {
      OutboundRecord record = route(mode).record(message);
      assertThat(event(record).getId()).isEqualTo("m1");
      assertThat(RecordReader.read(record.value(), record.headers()).headers())
          .isEqualTo(message.headers());
    }
  }

  @Test
  void withoutAnEnvelopeNothingChanges() {
    LegacyMessage message = with(full(json("{}")), "ce_id", "mine");
    assertThat(headers(new Route().record(message)))
        .containsEntry("ce_id", "mine")
        .doesNotContainKeys("ce_type", "content-type", "pontoon.envelope");
  }
}

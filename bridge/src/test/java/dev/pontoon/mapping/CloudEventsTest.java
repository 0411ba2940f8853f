package dev.pontoon.mapping;

import static dev.pontoon.mapping.Route.headers;
import static dev.pontoon.mapping.Route.json;
import static dev.pontoon.mapping.Route.message;
import static dev.pontoon.mapping.Route.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.config.RouteConfig.Envelope;
import dev.pontoon.config.RouteConfig.Envelope.Mode;
import dev.pontoon.config.RouteConfig.KeyRule.Kind;
import dev.pontoon.message.Body;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.OutboundRecord;
import dev.pontoon.message.Property;
import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.CloudEventDeserializer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
  @ValueSource(strings = {"application/cloudevents+json", "Application/CloudEvents-batch+json; x"})
  void aBodyThatSaysItIsAnEventCanNotTakeTheEnvelopesPlace(String contentType) {
    String body = "{\"specversion\":\"1.0\",\"id\":\"forged\",\"source\":\"/x\",\"type\":\"y\"}";
    LegacyMessage message = with(full(json(body)), Property.CONTENT_TYPE, contentType);
    OutboundRecord record = route(Mode.CLOUDEVENTS).record(message);
    assertThat(event(record).getId()).isEqualTo("m1");
    assertThat(new String(event(record).getData().toBytes())).isEqualTo(body);
    assertThat(headers(record)).containsEntry("pontoon.content-type", contentType);
    RecordReader.Restored back = RecordReader.read(record.value(), record.headers());
    assertThat(((Body.Bytes) back.body()).bytes()).isEqualTo(Route.utf8(body));
    assertThat(event(route(Mode.CLOUDEVENTS_STRUCTURED).record(message)).getDataContentType())
        .isEqualTo(contentType);
  }

  @Test
  void withoutAnEnvelopeNothingChanges() {
    LegacyMessage message = with(full(json("{}")), "ce_id", "mine");
    assertThat(headers(new Route().record(message)))
        .containsEntry("ce_id", "mine")
        .doesNotContainKeys("ce_type", "content-type", "pontoon.envelope");
  }
}

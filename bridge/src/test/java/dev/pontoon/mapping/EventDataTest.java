package dev.pontoon.mapping;

import static dev.pontoon.mapping.Route.json;
import static dev.pontoon.mapping.Route.message;
import static dev.pontoon.mapping.Route.text;
import static dev.pontoon.mapping.Route.utf8;
import static dev.pontoon.mapping.Route.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.config.RouteConfig.Envelope;
import dev.pontoon.config.RouteConfig.Envelope.Mode;
import dev.pontoon.message.Body;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.OutboundRecord;
import dev.pontoon.message.Property;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventDataTest {
  private static final Route STRUCTURED =
      new Route().envelope(new Envelope(Mode.CLOUDEVENTS_STRUCTURED, "shop.order"));

  private static Body back(LegacyMessage message) {
    OutboundRecord record = STRUCTURED.record(message);
    return RecordReader.read(record.value(), record.headers()).body();
  }

  private static LegacyMessage ofJson(String text) {
    return with(json(text), Property.CONTENT_TYPE, "application/json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"qty\":3}",
        " {\"data\" : { \"data\": [1.10, 1e5 ] } } \n",
        "17",
        "  -0.50  ",
        "\"ä: \\u00e4\"",
        "null",
        "true ",
        "[]",
        "{}",
        "\uFEFF{}",
        "{\"broken\":",
        "",
        " "
      })
  void jsonComesBackByteForByte(String text) {
    assertThat(((Body.Bytes) back(ofJson(text))).bytes()).isEqualTo(utf8(text));
  }

  @Test
  void bytesAndTextComeBack() {
    byte[] bytes = new byte[5_000];
    new Random(7).nextBytes(bytes);
    assertThat(((Body.Bytes) back(message(new Body.Bytes(bytes)))).bytes()).isEqualTo(bytes);
    assertThat(back(message(new Body.Text("Grüße")))).isEqualTo(new Body.Text("Grüße"));
  }

  @Test
  void aBinaryEventKeepsItsOwnValue() {
    Route binary = new Route().envelope(new Envelope(Mode.CLOUDEVENTS, "shop.order"));
    String event = "{\"specversion\":\"1.0\",\"data\":1}";
    LegacyMessage message =
        with(json(event), Property.CONTENT_TYPE, "application/cloudevents+json");
    OutboundRecord record = new Route().record(message);
    assertThat(RecordReader.read(record.value(), record.headers()).body())
        .isEqualTo(new Body.Bytes(record.value()));
    OutboundRecord wrapped = binary.record(json("{\"qty\":3}"));
    assertThat(RecordReader.read(wrapped.value(), wrapped.headers()).body())
        .isEqualTo(new Body.Bytes(wrapped.value()));
  }

  @Test
  void othersEventsAndNonsenseDoNoHarm() {
    assertThat(text(EventData.of(utf8("{\"data\" : {\"a\":1} ,\"id\":\"x\"}"))))
        .isEqualTo(" {\"a\":1} ");
    assertThat(EventData.of(utf8("{\"id\":\"x\"}"))).isEmpty();
    for (String nonsense : new String[] {"", "[1]", "x", "{\"data\":", "{\"data_base64\":\"%\"}"}) {
      assertThat(text(EventData.of(utf8(nonsense)))).isEqualTo(nonsense);
    }
    assertThat(EventData.of(null)).isNull();
  }
}

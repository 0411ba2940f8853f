package dev.pontoon.mapping;

import static dev.pontoon.mapping.Route.json;
import static dev.pontoon.mapping.Route.message;
import static dev.pontoon.mapping.Route.text;
import static dev.pontoon.mapping.Route.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.config.RouteConfig.KeyRule.Kind;
import dev.pontoon.config.RouteConfig.Otherwise;
import dev.pontoon.config.RouteConfig.To;
import dev.pontoon.message.Body;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Property;
import dev.pontoon.message.Refusal;
import dev.pontoon.message.Refusal.Reason;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRulesTest {

  private static String key(Kind kind, String argument, LegacyMessage message) {
    return text(new Route().key(kind, argument).record(message).key());
  }

  private static Refusal refused(Kind kind, String argument, LegacyMessage message) {
    return new Route().key(kind, argument).otherwise(Otherwise.NONE).refusal(message);
  }

  @Test
  void anXPathWithAVariableIsRefusedWhenTheRouteIsBuilt() {
    assertThatThrownBy(() -> new Route().key(Kind.XPATH, "$x").mapper())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("variable")
        .hasMessageContaining("x");
  }

  private static Route jsonOrXml() {
    return new Route().key(Kind.JSON, "/id").key(Kind.XPATH, "/o/id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"id\":null}", "<o/>", "<o><id/></o>"})
  void aRuleThatReadTheBodyWinsOverOneOfAnotherFormat(String body) {
    Refusal refusal = jsonOrXml().refusal(json(body));
    assertThat(refusal.reason()).isEqualTo(Reason.KEY_MISSING);
    assertThat(refusal.message()).contains("json:/id, xpath:/o/id").doesNotContain("well-formed");
    assertThat(jsonOrXml().otherwise(Otherwise.NONE).record(json(body)).key()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"id\":", "<o><id>"})
  void whatIsBrokenInEveryFormatIsMalformedWithEachPosition(String body) {
    Refusal refusal = jsonOrXml().otherwise(Otherwise.NONE).refusal(json(body));
    assertThat(refusal.reason()).isEqualTo(Reason.KEY_MALFORMED);
    assertThat(refusal.message())
        .containsSubsequence("json:/id: ", "JSON: line 1", "at xpath:/o/id: ", "XML", "line 1");
  }

  @Test
  void aPlaceThatIsNoSingleValueIsMalformedWhateverElseWasRead() {
    Route route = new Route().key(Kind.JSON, "/a").key(Kind.JSON, "/b").otherwise(Otherwise.NONE);
    Refusal refusal = route.refusal(json("{\"a\":{}}"));
    assertThat(refusal.reason()).isEqualTo(Reason.KEY_MALFORMED);
    assertThat(refusal.message()).contains("json:/a: ").doesNotContain("json:/b");
  }

  @Test
  void theAdviceIsOneThatCheckAccepts() {
    Route compacted =
        new Route()
            .to(new To("t", 1, null, null, null, true, Map.of(), true))
            .key(Kind.HEADER, "id");
    assertThat(compacted.refusal(json("")).message())
        .contains("otherwise: message-id")
        .doesNotContain("none");
    assertThat(compacted.otherwise(Otherwise.MESSAGE_ID).refusal(json("")).message())
        .contains("add a rule")
        .doesNotContain("otherwise:");
  }

  @Test
  void propertiesAndHeaders() {
    LegacyMessage message = with(json(""), Property.ROUTING_KEY, "order.new");
    message = with(message, Property.MESSAGE_ID, "m1");
    message = with(message, Property.GROUP_ID, "g1");
    message = with(message, Property.PRIORITY, 5);
    message = with(message, Property.TIMESTAMP, Instant.ofEpochSecond(1));
    message = with(message, "n", 42L);
    message = with(message, "bytes", new byte[] {'x', (byte) 0xff});

    assertThat(key(Kind.ROUTING_KEY, "", message)).isEqualTo("order.new");
    assertThat(key(Kind.MESSAGE_ID, "", message)).isEqualTo("m1");
    assertThat(key(Kind.GROUP_ID, "", message)).isEqualTo("g1");
    assertThat(key(Kind.PROPERTY, "priority", message)).isEqualTo("5");
    assertThat(key(Kind.PROPERTY, "timestamp", message)).isEqualTo("1970-01-01T00:00:01.000Z");
    assertThat(key(Kind.HEADER, "n", message)).isEqualTo("42");
    assertThat(key(Kind.TEXT, "all", message)).isEqualTo("all");
    assertThat(new Route().key(Kind.HEADER, "bytes").record(message).key())
        .containsExactly('x', 0xff);
    assertThat(key(Kind.GROUP_ID, "", with(json(""), "JMSXGroupID", "g2"))).isEqualTo("g2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"id\":\"A\"}|/id|A",
        "{\"x\":{\"id\":9},\"customer\":{\"id\":17}}|/customer/id|17",
        "{\"a\":[{\"k\":1},{\"k\":true}]}|/a/1/k|true",
        "{\"n\":12345678901234567890.1234567890}|/n|12345678901234567890.1234567890",
        "{\"a/b\":{\"c~d\":\"x\"}}|/a~1b/c~0d|x",
        "\"lone\"|''|lone",
        "{\"id\":\"A\"} and then rubbish|/id|A",
        "{\"id\":\"\\u00fc\"}|/id|ü"
      })
  void jsonByPointer(String body, String pointer, String expected) {
    assertThat(key(Kind.JSON, pointer, json(body))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "{}", "{\"id\":null}", "{\"id\":\"\"}", "[]", "3"})
  void jsonWithoutTheKeyIsMissing(String body) {
    Refusal refusal = new Route().key(Kind.JSON, "/id").refusal(json(body));
    assertThat(refusal.reason()).isEqualTo(Reason.KEY_MISSING);
    assertThat(refusal.message()).contains("json:/id");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\n  \"b\": secret}",
        "{\"a\":",
        "<id>7</id>",
        "{\"a\":\"x",
        "\u0000",
        "[1,"
      })
  void malformedJsonIsRefusedWithPositionAndWithoutPayload(String body) {
    Refusal refusal = refused(Kind.JSON, "/id", json(body));
    assertThat(refusal.reason()).isEqualTo(Reason.KEY_MALFORMED);
    assertThat(refusal.message())
        .matches("(?s).*line \\d+, column \\d+, byte \\d+.*")
        .doesNotContain("secret");
  }

  @Test
  void thePositionIsWhereTheMistakeIs() {
    assertThat(refused(Kind.JSON, "/id", json("{\"a\":1,\n  \"b\": secret}")).message())
        .contains("line 2, column 8, byte ");
  }

  @Test
  void jsonBombsAreRefused() {
    String deep = "[".repeat(100_000);
    String number = "{\"id\":" + "9".repeat(100_000) + "}";
    assertThat(refused(Kind.JSON, "/id", json(deep)).message()).contains("limits");
    assertThat(refused(Kind.JSON, "/0/0", json("{\"x\":" + deep)).message()).contains("limits");
    assertThat(refused(Kind.JSON, "/id", json(number)).message()).contains("limits");
    assertThat(refused(Kind.JSON, "/id", json("{\"id\":{}}")).reason())
        .isEqualTo(Reason.KEY_MALFORMED);
  }

  @ParameterizedTest
  @CsvSource({
    "ISO-8859-1,text/json; charset=iso-8859-1,",
    "ISO-8859-1,application/json;charset=\"ISO-8859-1\";v=1,",
    "windows-1252,application/json,windows-1252",
    "UTF-16LE,application/json,",
    "UTF-16BE,application/json;charset=utf-16be,",
    "UTF-8,application/json; charset=no-such-set,",
    "UTF-8,application/json,UTF-8"
  })
  void otherCharacterSetsAreReadForTheKeyOnly(String charset, String type, String encoding) {
    byte[] body = "{\"id\":\"Gr\u00fc\u00dfe\"}".getBytes(Charset.forName(charset));
    LegacyMessage message = with(message(new Body.Bytes(body)), Property.CONTENT_TYPE, type);
    if (encoding != null) {
      message = with(message, Property.CONTENT_ENCODING, encoding);
    }
    assertThat(key(Kind.JSON, "/id", message)).isEqualTo("Grüße");
    assertThat(new Route().record(message).value()).isSameAs(body);
  }

  @Test
  void compressedBodiesAreExplained() {
    LegacyMessage message =
        with(
            message(new Body.Bytes(new byte[] {31, (byte) 0x8b, 8})),
            Property.CONTENT_ENCODING,
            "gzip");
    assertThat(refused(Kind.JSON, "/id", message).message()).contains("content-encoding gzip");
  }

  @Test
  void jsonKeysOfMapsAndTexts() {
    LegacyMessage map = message(new Body.Fields(Map.of("id", 5), 10));
    assertThat(key(Kind.JSON, "/id", map)).isEqualTo("5");
    assertThat(key(Kind.JSON, "/id", message(new Body.Text("{\"id\":6}")))).isEqualTo("6");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<o><id>7</id></o>|/o/id|7",
        "<o id='8'/>|/o/@id|8",
        "<n:o xmlns:n='urn:x'><n:id>9</n:id></n:o>|//*[local-name()='id']|9",
        "<o><a>1</a><a>2</a></o>|concat(/o/a[1],'-',/o/a[2])|1-2",
        "<o><a>1</a><a>2</a></o>|count(/o/a)|2"
      })
  void xpath(String body, String path, String expected) {
    assertThat(key(Kind.XPATH, path, json(body))).isEqualTo(expected);
    assertThat(key(Kind.XPATH, path, message(new Body.Text(body)))).isEqualTo(expected);
  }

  @Test
  void xmlInAnotherCharacterSet() {
    byte[] body =
        "<?xml version='1.0' encoding='ISO-8859-1'?><id>ü</id>"
            .getBytes(StandardCharsets.ISO_8859_1);
    assertThat(key(Kind.XPATH, "/id", message(new Body.Bytes(body)))).isEqualTo("ü");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE o [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><o><id>&x;</id></o>",
        "<!DOCTYPE o SYSTEM 'http://127.0.0.1:1/x.dtd'><o/>",
        "<!DOCTYPE o [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><o><id>&b;</id></o>",
        "<o><id>secret",
        "not xml",
        "{}"
      })
  void hostileAndBrokenXmlIsRefusedWithPosition(String body) {
    Refusal refusal = refused(Kind.XPATH, "/o/id", json(body));
    assertThat(refusal.reason()).isEqualTo(Reason.KEY_MALFORMED);
    assertThat(refusal.message()).contains("line 1, column ").doesNotContain("secret");
  }

  @Test
  void deepXmlIsRefused() {
    String deep = "<a>".repeat(50_000) + "</a>".repeat(50_000);
    assertThat(refused(Kind.XPATH, "//b", json(deep)).reason()).isEqualTo(Reason.KEY_MALFORMED);
  }

  @Test
  void theFirstThatIsThereIsTheKey() {
    Route route = new Route().key(Kind.JSON, "/id").key(Kind.HEADER, "a").key(Kind.HEADER, "b");
    assertThat(text(route.record(with(json("{}"), "b", "B")).key())).isEqualTo("B");
    assertThat(text(route.record(with(with(json("{}"), "b", "B"), "a", "")).key())).isEqualTo("B");
    assertThat(text(route.record(with(json("not json"), "a", "A")).key())).isEqualTo("A");
    assertThat(route.refusal(json("not json")).reason()).isEqualTo(Reason.KEY_MALFORMED);
  }

  @Test
  void otherwise() {
    Route route = new Route().key(Kind.HEADER, "a");
    LegacyMessage message = with(json(""), Property.MESSAGE_ID, "m");
    assertThat(route.refusal(message).reason()).isEqualTo(Reason.KEY_MISSING);
    assertThat(route.otherwise(Otherwise.NONE).record(message).key()).isNull();
    route.otherwise(Otherwise.MESSAGE_ID);
    assertThat(text(route.record(message).key())).isEqualTo("m");
    assertThat(route.refusal(json("")).message()).contains("no message id");
  }

  @Test
  void camelExpressionsAreAskedAndMayFail() {
    KeyExpressions camel =
        text ->
            message -> {
              if (message.body().size() == 0) {
                throw new IllegalStateException("payload");
              }
              return text + "!";
            };
    Route route = new Route().key(Kind.CAMEL, "simple:x").expressions(camel);
    assertThat(text(route.record(json("1")).key())).isEqualTo("simple:x!");
    Refusal refusal = route.refusal(json(""));
    assertThat(refusal.reason()).isEqualTo(Reason.KEY_MALFORMED);
    assertThat(refusal.message()).contains("IllegalStateException").doesNotContain("payload");
  }

  @Test
  void wrongRulesAreFoundWhenTheRouteIsBuilt() {
    assertThatThrownBy(() -> new Route().key(Kind.JSON, "id").mapper())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Route().key(Kind.XPATH, "/a[").mapper())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Route().key(Kind.PROPERTY, "accountId").mapper())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("header:accountId");
    assertThatThrownBy(() -> new Route().key(Kind.CAMEL, "simple:x").mapper())
        .isInstanceOf(IllegalArgumentException.class);
  }
}

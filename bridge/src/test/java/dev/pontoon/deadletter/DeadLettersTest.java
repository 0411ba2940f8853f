package dev.pontoon.deadletter;

import static dev.pontoon.mapping.Route.headers;
import static dev.pontoon.mapping.Route.json;
import static dev.pontoon.mapping.Route.message;
import static dev.pontoon.mapping.Route.text;
import static dev.pontoon.mapping.Route.utf8;
import static dev.pontoon.mapping.Route.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.config.RouteConfig.KeyRule.Kind;
import dev.pontoon.config.RouteConfig.ObjectBody;
import dev.pontoon.deadletter.DeadLetter.Stage;
import dev.pontoon.mapping.RecordReader;
import dev.pontoon.mapping.RecordSize;
import dev.pontoon.mapping.Route;
import dev.pontoon.mapping.TopicLimits;
import dev.pontoon.message.Body;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.OutboundRecord;
import dev.pontoon.message.Property;
import dev.pontoon.message.Refusal;
import dev.pontoon.message.Refusal.Reason;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLettersTest {

  private static final TopicLimits SMALL =
      new TopicLimits(10_000, false, -1, Long.MAX_VALUE, 3_600_000);

  private static DeadLetters letters(TopicLimits limits) {
    return new DeadLetters(new Route().config(), Route.ORIGIN, () -> limits, Route.clock());
  }

  private static DeadLetter letter(LegacyMessage message, Refusal refusal, TopicLimits limits) {
    return letters(limits).make(message, refusal, Stage.MAPPING, Parts.ALL);
  }

  private static DeadLetter letter(LegacyMessage message, Refusal refusal) {
    return letter(message, refusal, TopicLimits.DEFAULT);
  }

  private static Refusal refusal(String text) {
    return new Refusal(Reason.KEY_MALFORMED, text);
  }

  @Test
  void itIsTheRecordItWouldHaveBeenAndTheReason() {
    LegacyMessage message = with(json("{bad"), "orderId", 17);
    message = with(message, "CamelKafkaOverrideTopic", "evil");
    message = with(message, Property.MESSAGE_ID, "m1");
    OutboundRecord good = new Route().record(message);

    DeadLetter letter = letter(message, new Refusal(Reason.KEY_MALFORMED, "line 1", utf8("key")));

    OutboundRecord record = letter.record();
    assertThat(letter.complete()).isTrue();
    assertThat(record.topic()).isEqualTo("orders.v1.dead");
    assertThat(text(record.key())).isEqualTo("key");
    assertThat(text(record.value())).isEqualTo("{bad");
    assertThat(headers(record)).containsAllEntriesOf(headers(good));
    Map<String, String> errors = new LinkedHashMap<>(headers(record));
    errors.keySet().removeAll(headers(good).keySet());
    assertThat(errors)
        .containsExactly(
            Map.entry("pontoon.error.reason", "KEY_MALFORMED"),
            Map.entry("pontoon.error.message", "line 1"),
            Map.entry("pontoon.error.route", "orders"),
            Map.entry("pontoon.error.stage", "mapping"),
            Map.entry("pontoon.error.source", "rabbitmq/legacy-rabbit/pontoon.orders"),
            Map.entry("pontoon.error.time", "2026-11-23T08:00:00.000Z"),
            Map.entry("pontoon.error.count", "1"));
  }

  @Test
  void theMessageCanBeMadeAgain() {
    LegacyMessage message = with(json("{bad"), "n", 17);
    message = with(message, "list", new ArrayList<>(Arrays.asList(1, null, "x")));
    message = with(message, Property.PRIORITY, 3);
    OutboundRecord record = letter(message, refusal("x")).record();
    RecordReader.Restored back = RecordReader.read(record.value(), record.headers());
    assertThat(back.headers()).isEqualTo(message.headers());
    assertThat(back.properties()).isEqualTo(message.properties());
    assertThat(text(((Body.Bytes) back.body()).bytes())).isEqualTo("{bad");
    assertThat(back.own()).containsEntry("pontoon.error.reason", "KEY_MALFORMED");
  }

  @Test
  void anApplicationHeaderNamedAsTheCountIsKeptAndCountsForNothing() {
    LegacyMessage message = with(json("x"), "pontoon.error.count", "3");
    OutboundRecord record = letter(message, refusal("new")).record();
    assertThat(headers(record))
        .containsEntry("pontoon.error.count", "1")
        .containsEntry("pontoon.escaped.pontoon.error.count", "3");
    assertThat(RecordReader.read(record.value(), record.headers()).headers())
        .isEqualTo(message.headers());
  }

  @Test
  void theCountGrowsWhateverWayAMessageWasBroughtBack() {
    LegacyMessage queue = with(json("x"), LegacyMessage.REDRIVE, "0@7 refused 2");
    OutboundRecord third = letter(queue, refusal("x")).record();
    assertThat(headers(third)).containsEntry("pontoon.error.count", "3");
    StoredLetter stored = StoredLetters.at(third, 1, 9);
    assertThat(RedriveMark.of(stored)).isEqualTo("1@9 refused 3");
    LegacyMessage back = stored.message(Route.ORIGIN);
    assertThat(
            headers(
                letters(TopicLimits.DEFAULT)
                    .make(back, refusal("new"), Stage.MAPPING, Parts.ALL, stored.count())
                    .record()))
        .containsEntry("pontoon.error.count", "4")
        .containsEntry("pontoon.error.message", "new");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0@7", "0@7 refused 99999999999", "refused 2", "yes"})
  void aForgedMarkCountsAsNone(String mark) {
    LegacyMessage message = with(json("x"), LegacyMessage.REDRIVE, mark);
    assertThat(headers(letter(message, refusal("x")).record()))
        .containsEntry("pontoon.error.count", "1");
  }

  @Test
  void theErrorTextIsOneSafeShortLine() {
    String text =
        headers(
                letter(json(""), refusal("a\r\nb\u001b[31m\u202e\u2028" + "ü".repeat(2000)))
                    .record())
            .get("pontoon.error.message");
    assertThat(text).startsWith("a\\u000d\\u000ab\\u001b[31m\\u202e\\u2028üü").endsWith("…");
    assertThat(utf8(text).length).isBetween(1000, 1024);
  }

  @Test
  void aBodyThatIsTooLargeIsCutAndMarked() throws Exception {
    byte[] body = new byte[20_000];
    Arrays.fill(body, (byte) 'x');
    LegacyMessage message = with(message(new Body.Bytes(body)), "h", "kept");
    DeadLetter letter = letter(message, refusal("x"), SMALL);
    assertThat(letter.complete()).isFalse();
    OutboundRecord record = letter.record();
    assertThat(RecordSize.of(record)).isBetween(9_000L, 10_000L);
    assertThat(record.value()).isEqualTo(Arrays.copyOf(body, record.value().length));
    assertThat(headers(record))
        .containsEntry("h", "kept")
        .containsEntry("pontoon.error.truncated", "body")
        .containsEntry("pontoon.error.body-length", "20000")
        .containsEntry(
            "pontoon.error.body-sha256",
            HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body)));
  }

  @Test
  void headersAndKeysThatAreTooLargeAreLeftOutAndCounted() {
    LegacyMessage message = with(json("body"), "small", "s");
    message = with(message, "large", "x".repeat(20_000));
    Refusal refusal = new Refusal(Reason.TOO_LARGE, "x", new byte[5_000]);
    DeadLetter letter = letter(message, refusal, SMALL);
    assertThat(letter.complete()).isFalse();
    assertThat(letter.record().key()).isNull();
    assertThat(text(letter.record().value())).isEqualTo("body");
    assertThat(headers(letter.record()))
        .containsEntry("small", "s")
        .containsEntry("pontoon.error.headers-dropped", "1")
        .containsEntry("pontoon.error.key-length", "5000")
        .containsEntry("pontoon.error.truncated", "key,headers")
        .doesNotContainKey("large");
  }

  @Test
  void tooManyHeadersAreNoProblemForADeadLetter() {
    LegacyMessage message = json("x");
    Map<String, Object> many = new LinkedHashMap<>();
    for (int i = 0; i < 5000; i++) {
      many.put("header-" + i, i);
    }
    DeadLetter letter = letter(message.with(many, message.body()), refusal("x"));
    assertThat(letter.complete()).isTrue();
    RecordReader.Restored back =
        RecordReader.read(letter.record().value(), letter.record().headers());
    assertThat(back.headers()).isEqualTo(many);
  }

  @Test
  void nestingBeyondAllLimitsIsCutAndMarked() {
    Object deep = "x";
    for (int i = 0; i < 50_000; i++) {
      deep = List.of(deep);
    }
    DeadLetter header = letter(with(json("x"), "deep", deep), refusal("x"));
    DeadLetter body = letter(message(new Body.Values(List.of(deep), 1)), refusal("x"));
    assertThat(header.trouble())
        .contains("the headers", "JSON", "by hand")
        .doesNotContain("large even");
    assertThat(headers(header.record())).containsEntry("pontoon.error.truncated", "headers");
    assertThat(body.trouble()).contains("the body", "nested too deep");
    assertThat(headers(body.record())).containsEntry("pontoon.error.truncated", "body");
  }

  @Test
  void refusedBodiesAreKeptWhole() {
    byte[] object = {(byte) 0xac, (byte) 0xed, 0, 5};
    DeadLetter letter = letter(message(new Body.Serialized(object)), refusal("x"));
    assertThat(letter.complete()).isTrue();
    assertThat(letter.record().value()).isSameAs(object);

    DeadLetter half = letter(message(new Body.Text("a\ud83d")), refusal("x"));
    assertThat(half.complete()).isTrue();
    assertThat(RecordReader.read(half.record().value(), half.record().headers()).body())
        .isEqualTo(new Body.Text("a\ud83d"));
  }

  @Test
  void aBodyThatTheClientDoesNotGiveIsToldAndHoldsNothingUp() {
    LegacyMessage message = with(message(new Body.Unreadable("no bytes\n of it", null)), "h", 1);
    DeadLetter letter = letter(message, new Route().refusal(message));
    assertThat(letter.complete()).isTrue();
    assertThat(letter.record().value()).isEmpty();
    assertThat(headers(letter.record()))
        .containsEntry("h", "1")
        .containsEntry("pontoon.body", "unreadable")
        .containsEntry("pontoon.error.reason", "BODY_UNREADABLE")
        .containsEntry("pontoon.error.unreadable", "no bytes\\u000a of it")
        .doesNotContainKey("pontoon.error.truncated");
  }

  @Test
  void whatCanNotBeKeptSaysWhichPartAndWhatHelps() {
    byte[] large = new byte[20_000];
    DeadLetters plain =
        new DeadLetters(new Route().config(), Route.ORIGIN, () -> SMALL, Route.clock());
    DeadLetters claims =
        new DeadLetters(
            new Route().claimCheck("claims").config(), Route.ORIGIN, () -> SMALL, Route.clock());
    LegacyMessage body = message(new Body.Bytes(large));
    LegacyMessage header = with(json("x"), "large", "x".repeat(20_000));
    assertThat(plain.make(body, refusal("x"), Stage.MAPPING, Parts.ALL).trouble())
        .contains("the body of the message has 20000 bytes", "10000", "max.message.bytes")
        .contains("or name a claim store");
    assertThat(plain.make(header, refusal("x"), Stage.MAPPING, Parts.ALL).trouble())
        .contains("key and headers of the message have 20", "10000", "max.message.bytes")
        .contains("a claim store keeps bodies only");
    assertThat(claims.make(header, refusal("x"), Stage.MAPPING, Parts.ALL).trouble())
        .contains("key and headers of the message have 20")
        .doesNotContain("name a claim store");
  }

  @Test
  void evenACompactedDeadLetterTopicTakesIt() {
    TopicLimits compacted = new TopicLimits(10_000, true, -1, Long.MAX_VALUE, 3_600_000);
    assertThat(letter(json("x"), refusal("x"), compacted).record().key()).isNotEmpty();
  }

  @Test
  void aRefusedJavaObjectGoesThroughWhenTheRouteIsChanged() {
    LegacyMessage message = message(new Body.Serialized(new byte[] {1}));
    OutboundRecord dead = letter(message, new Route().refusal(message)).record();
    RecordReader.Restored back = RecordReader.read(dead.value(), dead.headers());
    OutboundRecord record =
        new Route()
            .objects(ObjectBody.BYTES)
            .key(Kind.TEXT, "k")
            .record(message.with(back.headers(), back.body()));
    assertThat(record.value()).containsExactly(1);
    assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo("k");
  }

  @Test
  void aClaimStoreKeepsWhatTheTopicCanNotTake() {
    byte[] body = new byte[20_000];
    Arrays.fill(body, (byte) 'x');
    LegacyMessage message = with(message(new Body.Bytes(body)), "h", "kept");
    DeadLetter letter =
        new DeadLetters(
                new Route().claimCheck("claims").config(), Route.ORIGIN, () -> SMALL, Route.clock())
            .make(message, refusal("x"), Stage.MAPPING, Parts.ALL);
    assertThat(letter.complete()).isTrue();
    assertThat(letter.claim().content()).isSameAs(body);
    assertThat(headers(letter.record()))
        .containsEntry("h", "kept")
        .containsEntry("pontoon.error.reason", "KEY_MALFORMED")
        .containsEntry("pontoon.claim.sha-256", letter.claim().sha256())
        .doesNotContainKey("pontoon.error.truncated");
    assertThat(letter(json("x"), refusal("x")).claim()).isNull();
  }
}

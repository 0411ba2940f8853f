package dev.pontoon.source.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.LongString;
import com.rabbitmq.client.impl.LongStringHelper;
import dev.pontoon.deadletter.DeadLetter;
import dev.pontoon.deadletter.DeadLetters;
import dev.pontoon.deadletter.Parts;
import dev.pontoon.mapping.RecordReader;
import dev.pontoon.mapping.Route;
import dev.pontoon.mapping.TopicLimits;
import dev.pontoon.message.Body;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Property;
import dev.pontoon.message.RawText;
import dev.pontoon.message.Refusal;
import dev.pontoon.source.DeepValue;
import dev.pontoon.source.Workers;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmqpMessagesTest {
  private static final Instant TIME = Instant.ofEpochSecond(1_700_000_000);

  @Test
  void broughtBackItGoesToOneQueueAndIsReadWithItsCopyHeaders() throws Exception {
    Map<String, Object> headers = new LinkedHashMap<>();
    headers.put(LegacyMessage.REDRIVE, "0@7 refused 1");
    headers.put("CC", List.of("other"));
    headers.put("BCC", List.of("hidden"));
    headers.put("pontoon_CC", "the publisher's own");
    LegacyMessage message =
        new LegacyMessage(Wire.ORIGIN, Map.of(), Map.copyOf(headers), Body.Bytes.EMPTY, false);

    AmqpProperties sent = new AmqpProperties(message);

    assertThat(Wire.properties(sent.toFrame(1, 0).getPayload()).getHeaders())
        .doesNotContainKeys("CC", "BCC")
        .containsEntry("pontoon_pontoon_CC", text("the publisher's own"));
    assertThat(new Wire().read(sent, new byte[0]).headers()).isEqualTo(headers);
  }

  @Test
  void aPublishersOwnEscapedNameStaysAsItIs() {
    AMQP.BasicProperties from =
        new AMQP.BasicProperties.Builder().headers(Map.of("pontoon_CC", "mine")).build();
    assertThat(read(from, new byte[0]).headers()).containsOnlyKeys("pontoon_CC");
  }

  @Test
  void everyStandardPropertyArrives() {
    AMQP.BasicProperties from =
        new AMQP.BasicProperties.Builder()
            .messageId("id")
            .correlationId("corr")
            .replyTo("reply")
            .type("type")
            .appId("app")
            .userId("user")
            .clusterId("cluster")
            .contentType("text/plain")
            .contentEncoding("gzip")
            .deliveryMode(2)
            .priority(7)
            .expiration("60000")
            .timestamp(Date.from(TIME))
            .build();
    LegacyMessage read = read(from, new byte[] {1, 2});
    assertThat(read.properties())
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry(Property.MESSAGE_ID, "id"),
                Map.entry(Property.CORRELATION_ID, "corr"),
                Map.entry(Property.REPLY_TO, "reply"),
                Map.entry(Property.TYPE, "type"),
                Map.entry(Property.APP_ID, "app"),
                Map.entry(Property.USER_ID, "user"),
                Map.entry(Property.CLUSTER_ID, "cluster"),
                Map.entry(Property.CONTENT_TYPE, "text/plain"),
                Map.entry(Property.CONTENT_ENCODING, "gzip"),
                Map.entry(Property.DELIVERY_MODE, 2),
                Map.entry(Property.PRIORITY, 7),
                Map.entry(Property.EXPIRATION, "60000"),
                Map.entry(Property.TIMESTAMP, TIME),
                Map.entry(Property.EXCHANGE, "ex"),
                Map.entry(Property.ROUTING_KEY, "key")));
    assertThat(((Body.Bytes) read.body()).bytes()).containsExactly(1, 2);
    assertThat(read.redelivered()).isTrue();
  }

  @Test
  void nothingSetIsNothingThere() {
    LegacyMessage read = read(new AMQP.BasicProperties(), new byte[0]);
    assertThat(read.properties()).containsOnlyKeys(Property.EXCHANGE, Property.ROUTING_KEY);
    assertThat(read.headers()).isEmpty();
    assertThat(read.body()).isSameAs(Body.Bytes.EMPTY);
  }

  @Test
  void everyFieldTypeIsKept() {
    Map<String, Object> table = new LinkedHashMap<>();
    table.put("boolean", true);
    table.put("byte", (byte) 1);
    table.put("short", (short) 2);
    table.put("int", 3);
    table.put("long", 4L);
    table.put("float", 1.5f);
    table.put("double", 2.5d);
    table.put("decimal", new BigDecimal("3.14"));
    table.put("null", null);
    Map<String, Object> given = new LinkedHashMap<>(table);
    given.put("text", text("žluť"));
    given.put("time", Date.from(TIME));
    given.put("bytes", new byte[] {9});
    Map<String, Object> wanted = new LinkedHashMap<>(table);
    wanted.put("text", "žluť");
    wanted.put("time", TIME);
    Map<String, Object> read = new LinkedHashMap<>(headers(given));
    assertThat((byte[]) read.remove("bytes")).containsExactly(9);
    assertThat(read).isEqualTo(wanted).containsKey("null");
  }

  @Test
  void tablesAndListsAreReadToTheBottom() {
    Map<String, Object> death = new LinkedHashMap<>();
    death.put("queue", text("q"));
    death.put("time", Date.from(TIME));
    death.put("routing-keys", Arrays.asList(text("a"), null, List.of(text("b"))));
    assertThat(headers(Map.of("x-death", List.of(death))).get("x-death"))
        .isEqualTo(
            List.of(
                Map.of(
                    "queue",
                    "q",
                    "time",
                    TIME,
                    "routing-keys",
                    Arrays.asList("a", null, List.of("b")))));
  }

  @Test
  void longTextAndBytesThatAreNoTextAreKeptAsTheyCame() {
    String longText = "ü".repeat(5_000);
    byte[] broken = {(byte) 0xC3, (byte) 0x28, 0};
    byte[] replacement = "a\uFFFDb".getBytes(StandardCharsets.UTF_8);
    Map<String, Object> headers =
        headers(
            Map.of(
                "long", text(longText),
                "broken", LongStringHelper.asLongString(broken),
                "replacement", LongStringHelper.asLongString(replacement),
                "empty", text("")));
    assertThat(headers.get("long")).isEqualTo(longText);
    assertThat(((RawText) headers.get("broken")).bytes()).isEqualTo(broken);
    assertThat(headers.get("replacement")).isEqualTo("a\uFFFDb");
    assertThat(headers.get("empty")).isEqualTo("");
  }

  @Test
  void theDeliveryCountOfQuorumQueuesIsAStandardProperty() {
    assertThat(read(properties(Map.of("x-delivery-count", 3L)), new byte[1]).properties())
        .containsEntry(Property.DELIVERY_COUNT, 3);
    assertThat(read(properties(Map.of("x-delivery-count", text("many"))), new byte[1]).properties())
        .doesNotContainKey(Property.DELIVERY_COUNT);
  }

  @Test
  void whatWasReadDoesNotChangeWithTheClientsOwnTable() {
    Map<String, Object> table = new LinkedHashMap<>(Map.of("list", new ArrayList<>(List.of(1))));
    Map<String, Object> headers =
        new AmqpMessages(Wire.ORIGIN, new WireFrames())
            .read(new Envelope(5, true, "ex", "key"), properties(table), new byte[1])
            .headers();
    ((List<?>) table.get("list")).clear();
    table.clear();
    assertThat(headers).isEqualTo(Map.of("list", List.of(1)));
  }

  private static LongString text(String text) {
    return LongStringHelper.asLongString(text);
  }

  private static Map<String, Object> headers(Map<String, Object> table) {
    return read(properties(table), new byte[1]).headers();
  }

  private static AMQP.BasicProperties properties(Map<String, Object> table) {
    return new AMQP.BasicProperties.Builder().headers(table).build();
  }

  private static LegacyMessage read(AMQP.BasicProperties properties, byte[] body) {
    return new Wire().read(properties, body);
  }

  /** A content header with lists (or tables) within each other. */
  private static byte[] nested(int depth, boolean tables) {
    int each = tables ? 7 : 5;
    ByteBuffer out = ByteBuffer.allocate(14 + 4 + 3 + depth * each + 4);
    out.putShort((short) 60).putShort((short) 0).putLong(1).putShort((short) 0x2000);
    out.putInt(out.capacity() - out.position() - 4)
        .put((byte) 1)
        .put((byte) 'h')
        .put((byte) (tables ? 'F' : 'A'));
    for (int left = depth; left > 0; left--) {
      out.putInt(out.capacity() - out.position() - 4);
      if (tables) {
        out.put((byte) 1).put((byte) 'n');
      }
      out.put((byte) (left > 1 ? tables ? 'F' : 'A' : 'I'));
    }
    out.putInt(42);
    assertThat(out.hasRemaining()).isFalse();
    return out.array();
  }

  @ParameterizedTest
  @CsvSource({"1000, true", "10000, false"})
  void howeverDeepItIsReadWholeAndRefused(int depth, boolean tables) throws Exception {
    byte[] frame = nested(depth, tables);
    AtomicReference<LegacyMessage> read = new AtomicReference<>();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Runnable reading =
        () -> {
          try {
            read.set(new Wire().read(frame, new byte[1]));
          } catch (Throwable e) {
            failure.set(e);
          }
        };
    Thread reader = Workers.threads("reader", RabbitConnector.READER_STACK).newThread(reading);
    reader.start();
    reader.join();

    assertThat(failure.get()).isNull();
    LegacyMessage message = read.get();
    Object inner = message.headers().get("h");
    for (int level = 1; level < DeepValue.MAX_DEPTH; level++) {
      inner = inner instanceof Map<?, ?> map ? map.get("n") : ((List<?>) inner).get(0);
    }
    String rest =
        String.valueOf(inner instanceof Map<?, ?> m ? m.get("n") : ((List<?>) inner).get(0));
    assertThat(rest).contains("42").startsWith(tables ? "{\"n\":{" : "[[");
    assertThat(rest.chars().filter(c -> c == (tables ? '{' : '[')).count())
        .isEqualTo(depth - DeepValue.MAX_DEPTH);
    assertThat(message.size()).isPositive();
    refusedAndComplete(message);
  }

  private static void refusedAndComplete(LegacyMessage message) {
    Refusal refusal = new Route().refusal(message);
    assertThat(refusal.reason()).isEqualTo(Refusal.Reason.TOO_MANY_HEADERS);
    DeadLetter letter =
        new DeadLetters(
                new Route().config(), Route.ORIGIN, () -> TopicLimits.DEFAULT, Route.clock())
            .make(message, refusal, DeadLetter.Stage.MAPPING, Parts.ALL);
    assertThat(letter.complete()).isTrue();
    assertThat(RecordReader.read(letter.record().value(), letter.record().headers()).headers())
        .isEqualTo(message.headers());
  }
}

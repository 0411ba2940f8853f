package dev.pontoon.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.message.Body;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Origin;
import dev.pontoon.message.Property;
import dev.pontoon.message.RawText;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IdentityTest {
  private static @Nullable Identity identity(LegacyMessage message) {
    return new Identities(null).of(message);
  }

  private static final Origin RABBIT = new Origin("r", "rabbitmq", "c", "q", false);
  private static final Origin JMS = new Origin("r", "jms", "c", "q", true);

  @Test
  void withoutAnIdThereIsNone() {
    assertThat(identity(message(RABBIT, null, "k", bytes("x")))).isNull();
    assertThat(identity(message(RABBIT, "", "k", bytes("x")))).isNull();
    assertThat(identity(message(JMS, null, null, bytes("x")))).isNull();
  }

  @Test
  void aRepeatedDeliveryIsTheSame() {
    Identity first = identity(message(RABBIT, "a", "k", bytes("x")));
    assertThat(identity(message(RABBIT, "a", "k", bytes("x")))).isEqualTo(first);
  }

  @Test
  void anIdUsedTwiceForDifferentMessagesDoesNotMakeThemOne() {
    Identity first = identity(message(RABBIT, "a", "k", bytes("x")));
    assertThat(identity(message(RABBIT, "a", "k", bytes("y")))).isNotEqualTo(first);
    assertThat(identity(message(RABBIT, "a", "k", bytes("xx")))).isNotEqualTo(first);
    assertThat(identity(message(RABBIT, "a", "l", bytes("x")))).isNotEqualTo(first);
    assertThat(identity(message(RABBIT, "b", "k", bytes("x")))).isNotEqualTo(first);
  }

  @Test
  void idsThatAreNoTextAreAsManyAsTheirBytes() {
    Identity first = identity(with(Property.MESSAGE_ID, new RawText(new byte[] {-1})));
    assertThat(first)
        .isNotNull()
        .isEqualTo(identity(with(Property.MESSAGE_ID, new RawText(new byte[] {-1}))))
        .isNotEqualTo(identity(with(Property.MESSAGE_ID, new RawText(new byte[] {-2}))));
  }

  /** Sources of Camel's give text where publishers choose the id: the body counts there too. */
  @Test
  void aRedrivenMessageIsAnotherOneThanTheRefused() {
    LegacyMessage refused = message(RABBIT, "a", "k", bytes("x"));
    LegacyMessage again = refused.with(Map.of(LegacyMessage.REDRIVE, "0@7"), refused.body());
    assertThat(identity(again)).isNotEqualTo(identity(refused));
    assertThat(identity(again)).isEqualTo(identity(again));
  }

  private static LegacyMessage with(Property property, Object value) {
    LegacyMessage message = message(RABBIT, "a", "k", bytes("x"));
    Map<Property, Object> properties = new EnumMap<>(message.properties());
    properties.put(property, value);
    return new LegacyMessage(RABBIT, properties, Map.of(), message.body(), true);
  }

  private static Identity with(Map<String, Object> headers) {
    LegacyMessage message = message(RABBIT, "a", "k", bytes("x"));
    return identity(message.with(headers, message.body()));
  }

  @Test
  void anIdUsedTwiceWithOtherHeadersOrPropertiesIsAnotherMessage() {
    Identity first = with(Map.of("version", 1));
    assertThat(with(Map.of("version", 2))).isNotEqualTo(first);
    assertThat(with(Map.of("other", 1))).isNotEqualTo(first);
    assertThat(with(Map.of())).isNotEqualTo(first);
    assertThat(with(Map.of("version", new byte[] {1})))
        .isNotEqualTo(with(Map.of("version", new byte[] {2})));
    assertThat(identity(with(Property.CORRELATION_ID, "c1")))
        .isNotEqualTo(identity(with(Property.CORRELATION_ID, "c2")));
  }

  @Test
  void whatABrokerCountsAtEachDeliveryMakesNoOtherMessage() {
    assertThat(with(Map.of("n", 1, "x-delivery-count", 1L)))
        .isEqualTo(with(Map.of("n", 1, "x-delivery-count", 2L)))
        .isEqualTo(with(Map.of("n", 1)));
    assertThat(identity(with(Property.DELIVERY_COUNT, 1)))
        .isEqualTo(identity(with(Property.DELIVERY_COUNT, 2)));
    assertThat(identity(with(Property.LATE, "expired")))
        .isEqualTo(identity(with(Property.LATE, "maxlen")));
  }

  @Test
  void nestedHeadersCountByTheirContentInAnyOrder() {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("bytes", new byte[] {1, 2});
    one.put("table", Map.of("raw", new RawText(new byte[] {(byte) 0xff}), "l", List.of(1, "b")));
    Map<String, Object> same = new LinkedHashMap<>();
    same.put("table", Map.of("l", List.of(1, "b"), "raw", new RawText(new byte[] {(byte) 0xff})));
    same.put("bytes", new byte[] {1, 2});
    assertThat(with(same)).isEqualTo(with(one));
    same.put("table", Map.of("l", List.of("b", 1)));
    assertThat(with(same)).isNotEqualTo(with(one));
  }

  @Test
  void textCountsLikeBytes() {
    Identity first = identity(message(RABBIT, "a", "k", new Body.Text("x")));
    assertThat(identity(message(RABBIT, "a", "k", new Body.Text("y")))).isNotEqualTo(first);
    assertThat(identity(message(RABBIT, "a", "k", new Body.Text("x")))).isEqualTo(first);
    assertThat(identity(message(RABBIT, "a", "k", new Body.Text(null)))).isNotNull();
  }

  /** Publishers of AMQP 1.0 and STOMP choose the ids of JMS messages, and use them again. */
  @Test
  void anIdAloneMakesNoTwoJmsMessagesOne() {
    Identity first = identity(message(JMS, "ID:1", null, bytes("x")));
    assertThat(identity(message(JMS, "ID:1", null, bytes("y")))).isNotEqualTo(first);
    assertThat(identity(message(JMS, "ID:1", null, new Body.Text("x")))).isNotEqualTo(first);
    assertThat(identity(message(JMS, "ID:2", null, bytes("x")))).isNotEqualTo(first);
    assertThat(fields("a", 1)).isEqualTo(fields("a", 1)).isNotEqualTo(fields("a", 1L));
  }

  @Test
  void everyKindOfBodyCounts() {
    byte[] one = {1};
    List<Body> bodies =
        List.of(
            new Body.Bytes(one),
            new Body.Text("a"),
            new Body.Fields(Map.of("a", 1), 1),
            new Body.Values(List.of(1, 2), 2),
            new Body.Values(List.of(2, 1), 2),
            new Body.Value(1),
            new Body.Value(1L),
            new Body.Serialized(new byte[] {2}),
            new Body.Unreadable("lost", new byte[] {3}),
            new Body.Unreadable("lost", null));
    Set<Identity> all = new HashSet<>();
    bodies.forEach(body -> all.add(identity(message(JMS, "ID:1", null, body))));
    assertThat(all).hasSameSizeAs(bodies);
  }

  private static Identity fields(String name, Object value) {
    return identity(message(JMS, "ID:1", null, new Body.Fields(Map.of(name, value), 10)));
  }

  @Test
  void onlyAnIdThatAClientLibraryMadeSaysEnough() {
    assertThat(Identity.saysEnough(message(JMS, "ID:host-1:1", null, bytes("x")))).isTrue();
    assertThat(Identity.saysEnough(message(JMS, "1", null, bytes("x")))).isFalse();
    assertThat(Identity.saysEnough(message(JMS, "ID:AMQP_ULONG:1", null, bytes("x")))).isFalse();
    assertThat(Identity.saysEnough(message(JMS, null, null, bytes("x")))).isFalse();
    assertThat(Identity.saysEnough(message(RABBIT, "ID:host-1:1", "k", bytes("x")))).isFalse();
  }

  @Test
  void valuesThatJavaHashesAlikeDiffer() {
    List<Object> values =
        List.of(0, -1, 0L, -1L, 5, 5L, (short) 5, true, 1231, "Aa", "BB", "", "0", 0.0, -0.0, 0f);
    Set<Identity> all = new HashSet<>();
    values.forEach(value -> all.add(with(Map.of("h", value))));
    all.add(with(Collections.singletonMap("h", null)));
    all.add(with(Map.of("h", List.of())));
    all.add(with(Map.of("h", Map.of())));
    all.add(with(Map.of("Aa", 1)));
    all.add(with(Map.of("BB", 1)));
    assertThat(all).hasSize(values.size() + 5);
    assertThat(identity(message(RABBIT, "a", "Aa", bytes("x"))))
        .isNotEqualTo(identity(message(RABBIT, "a", "BB", bytes("x"))));
  }

  @Test
  void manySimilarIdsDiffer() {
    Set<Identity> all = new HashSet<>();
    for (int i = 0; i < 100_000; i++) {
      all.add(identity(message(RABBIT, "m" + i, "k", bytes("x"))));
      all.add(identity(message(JMS, "ID:host-1:1:1:1:" + i, null, bytes("x"))));
    }
    assertThat(all).hasSize(200_000);
  }

  private static Body bytes(String text) {
    return new Body.Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private static LegacyMessage message(Origin origin, String id, String routingKey, Body body) {
    Map<Property, Object> properties = new EnumMap<>(Property.class);
    if (id != null) {
      properties.put(Property.MESSAGE_ID, id);
    }
    if (routingKey != null) {
      properties.put(Property.ROUTING_KEY, routingKey);
    }
    return new LegacyMessage(origin, properties, Map.of(), body, true);
  }

  /** Long texts are hashed in pieces; no piece and no byte of a character is left out. */
  @Test
  void longTextsDifferInEachCharacter() {
    Random random = new Random(7);
    for (int length : new int[] {513, 2_047, 2_048, 2_049, 4_096, 10_000}) {
      char[] text = new char[length];
      for (int i = 0; i < length; i++) {
        text[i] = (char) ('a' + random.nextInt(26));
      }
      Identity first = identity(message(JMS, "a", "k", new Body.Text(new String(text))));
      assertThat(identity(message(JMS, "a", "k", new Body.Text(new String(text)))))
          .isEqualTo(first);
      for (int at : new int[] {0, length / 2, length - 1}) {
        char before = text[at];
        for (char other : new char[] {'A', '\u0161', (char) (before + 0x100)}) {
          text[at] = other;
          assertThat(identity(message(JMS, "a", "k", new Body.Text(new String(text)))))
              .as("length %d, place %d", length, at)
              .isNotEqualTo(first);
        }
        text[at] = before;
      }
    }
  }

  /** What is in flight while the bridge is upgraded must be recognised by the next version. */
  @Test
  void identitiesStayTheSameFromVersionToVersion() {
    Identity small = identity(message(JMS, "ID:1", "k", new Body.Text("x".repeat(512))));
    Identity large = identity(message(JMS, "ID:1", "k", new Body.Text("y".repeat(5_000))));
    Identity bytes = identity(message(RABBIT, "a", "k", bytes("x")));
    assertThat(List.of(small, large, bytes))
        .containsExactly(
            new Identity(-6198040610696588206L, 2985889018154699021L),
            new Identity(-6198040610696588206L, -6285036785613861362L),
            new Identity(4171192932997980949L, -6252017097732259839L));
  }
}

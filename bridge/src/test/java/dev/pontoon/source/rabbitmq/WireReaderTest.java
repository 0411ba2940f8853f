package dev.pontoon.source.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import dev.pontoon.message.Body;
import dev.pontoon.message.FarTime;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Property;
import dev.pontoon.message.RawText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;

/** Strings that are no text and times that no clock reaches: back on the wire as they came. */
class WireReaderTest {
  private static final long FAR = Long.MAX_VALUE / 1000;

  private static Arbitrary<byte[]> bytes() {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(20);
  }

  private static Arbitrary<String> names() {
    return bytes().map(WireText::name);
  }

  private static Arbitrary<Object> times() {
    return Arbitraries.longs()
        .map(
            seconds ->
                seconds >= -FAR && seconds <= FAR
                    ? (Object) Instant.ofEpochSecond(seconds)
                    : new FarTime(seconds));
  }

  private static Arbitrary<Object> values() {
    Arbitrary<Object> leaf =
        Arbitraries.<Object>oneOf(
                List.of(
                    bytes().map(WireText::value),
                    bytes().map(b -> (Object) b),
                    times(),
                    Arbitraries.of(true, false).map(b -> (Object) b),
                    Arbitraries.bytes().map(b -> (Object) b),
                    Arbitraries.shorts().map(b -> (Object) b),
                    Arbitraries.integers().map(b -> (Object) b),
                    Arbitraries.longs().map(b -> (Object) b),
                    Arbitraries.doubles().map(b -> (Object) b),
                    Arbitraries.floats().map(b -> (Object) b),
                    Combinators.combine(
                            Arbitraries.integers(), Arbitraries.integers().between(0, 255))
                        .as((n, scale) -> new BigDecimal(BigInteger.valueOf(n), scale))))
            .injectNull(0.05);
    return Arbitraries.recursive(
        () -> leaf,
        inner ->
            Arbitraries.oneOf(
                inner.list().ofMaxSize(3).map(list -> (Object) new ArrayList<>(list)),
                Arbitraries.maps(names(), inner)
                    .ofMaxSize(3)
                    .map(map -> (Object) new LinkedHashMap<>(map))),
        0,
        3);
  }

  @Provide
  Arbitrary<LegacyMessage> messages() {
    Arbitrary<Map<String, Object>> headers =
        Arbitraries.maps(names(), values()).ofMaxSize(6).map(LinkedHashMap::new);
    Arbitrary<Property> set = Arbitraries.of(Property.class);
    return Combinators.combine(
            set.set().ofMaxSize(8),
            bytes(),
            Arbitraries.integers().between(0, 255),
            times(),
            headers)
        .as(WireReaderTest::message);
  }

  private static LegacyMessage message(
      Iterable<Property> set, byte[] text, int octet, Object time, Map<String, Object> headers) {
    Map<Property, Object> properties = new EnumMap<>(Property.class);
    for (Property property : set) {
      if (WireReader.IN_ORDER.contains(property)) {
        boolean number = property.type() == Integer.class;
        properties.put(
            property,
            property == Property.TIMESTAMP ? time : number ? octet : WireText.value(text));
      }
    }
    return new LegacyMessage(Wire.ORIGIN, properties, headers, Body.Bytes.EMPTY, true);
  }

  @net.jqwik.api.Property(tries = 1000)
  void whatIsWrittenIsReadExactly(@ForAll("messages") LegacyMessage message) {
    LegacyMessage back = new Wire().read(new AmqpProperties(message), new byte[0]);
    assertThat(plain(back.headers())).isEqualTo(plain(message.headers()));
    Map<Property, Object> properties = new EnumMap<>(Property.class);
    properties.putAll(message.properties());
    properties.put(Property.EXCHANGE, "ex");
    properties.put(Property.ROUTING_KEY, "key");
    assertThat(plain(back.properties())).isEqualTo(plain(properties));
  }

  @net.jqwik.api.Property
  void everyNameComesBackAsTheSameBytes(@ForAll byte[] name) {
    assertThat(WireText.bytes(WireText.name(name))).isEqualTo(name);
  }

  @Example
  void aByteThatIsNoTextIsHalfAPairInANameAndReplacedInNoOther() {
    assertThat(WireText.name(new byte[] {'h', (byte) 0xFF, (byte) 0xC3, (byte) 0xBC}))
        .isEqualTo("h\udcff\u00fc");
    assertThat(WireText.name("\uFFFD".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .isEqualTo("\uFFFD");
  }

  /** Written by hand: what pika or a C client may put into the places of text. */
  @Example
  void exchangeAndRoutingKeyAreReadFromTheDelivery() {
    ByteBuffer deliver = ByteBuffer.allocate(64);
    deliver.putShort((short) 60).putShort((short) 60);
    deliver.put((byte) 3).put(new byte[] {'t', 'a', 'g'}).putLong(7).put((byte) 0);
    deliver.put((byte) 2).put(new byte[] {'e', 'x'});
    deliver.put((byte) 2).put(new byte[] {(byte) 0xFE, 1});
    byte[] payload = Arrays.copyOf(deliver.array(), deliver.position());

    LegacyMessage read =
        new Wire()
            .deliver(new Envelope(7, false, "ex", "\uFFFD\u0001"), payload)
            .read(new AMQP.BasicProperties(), new byte[1]);

    assertThat(read.property(Property.EXCHANGE)).isEqualTo("ex");
    assertThat(((RawText) read.property(Property.ROUTING_KEY)).bytes()).containsExactly(0xFE, 1);
  }

  /** 2^61 seconds more are the same milliseconds for the client. */
  @Example
  void aTimeThatOverflowsToAPlausibleOneIsStillTheTimeThatWasSent() {
    long sent = 1_700_000_000L + (1L << 61);
    LegacyMessage message =
        message(List.of(Property.TIMESTAMP), new byte[0], 0, new FarTime(sent), Map.of());
    AmqpProperties written = new AmqpProperties(message);
    assertThat(new Wire().read(written, new byte[0]).property(Property.TIMESTAMP))
        .isEqualTo(new FarTime(sent));
    AMQP.BasicProperties usual =
        new AMQP.BasicProperties.Builder()
            .contentType("a")
            .headers(Map.of("h", 1))
            .priority(3)
            .messageId("m")
            .timestamp(new Date(1_700_000_000_000L))
            .build();
    assertThat(new Wire().read(usual, new byte[0]).property(Property.TIMESTAMP))
        .isEqualTo(Instant.ofEpochSecond(1_700_000_000L));
  }

  private static Object plain(Object value) {
    if (value instanceof byte[] bytes) {
      return "bytes" + Arrays.toString(bytes);
    } else if (value instanceof RawText raw) {
      return "raw" + Arrays.toString(raw.bytes());
    } else if (value instanceof List<?> list) {
      return list.stream().map(WireReaderTest::plain).toList().toString();
    } else if (value instanceof Map<?, ?> map) {
      Map<String, Object> plain = new TreeMap<>();
      map.forEach((name, inner) -> plain.put(name.toString(), plain(inner)));
      return plain;
    }
    return value == null ? "null" : value.getClass().getSimpleName() + value;
  }
}

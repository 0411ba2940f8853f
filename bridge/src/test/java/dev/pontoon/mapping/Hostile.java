package dev.pontoon.mapping;

import dev.pontoon.message.Body;
import dev.pontoon.message.FarTime;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Property;
import dev.pontoon.message.RawText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random messages of every type, and names and texts that want to break something. */
public final class Hostile {

  private Hostile() {}

  public static Arbitrary<String> names() {
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(4, Arbitraries.strings().alpha().ofMaxLength(8)),
        net.jqwik.api.Tuple.of(2, Arbitraries.strings().all().ofMaxLength(12)),
        net.jqwik.api.Tuple.of(
            2,
            Arbitraries.of(
                "",
                "CamelKafkaOverrideTopic",
                "kafka.TOPIC",
                "pontoon.types",
                "pontoon.error.count",
                "pontoon.escaped.\\u",
                "pontoon.\\\\u0041",
                "Pontoon.x\ud83d",
                "a\r\nb",
                "\u001b[31m",
                "a\"b",
                "\\",
                "\u0000",
                "JMSXGroupID",
                "x-death",
                "\ude00",
                "org.apache.camel.\ud83d",
                "pontoon.message-id",
                "pontoon.body",
                "PONTOON.VALUE-TYPES")));
  }

  public static Arbitrary<String> texts() {
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(3, Arbitraries.strings().ascii().ofMaxLength(40)),
        net.jqwik.api.Tuple.of(2, Arbitraries.strings().all().ofMaxLength(40)),
        net.jqwik.api.Tuple.of(
            1,
            Arbitraries.of("", "\ud83d", "\ud83d\ude00", "a\r\nb: c", "\u001b[2J", "NaN", "{}")));
  }

  private static Arbitrary<byte[]> bytes() {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(30);
  }

  private static Arbitrary<Object> scalars() {
    return Arbitraries.<Object>oneOf(
        List.of(
            texts().map(Object.class::cast),
            Arbitraries.of(true, false).map(Object.class::cast),
            Arbitraries.bytes().map(Object.class::cast),
            Arbitraries.shorts().map(Object.class::cast),
            Arbitraries.integers().map(Object.class::cast),
            Arbitraries.longs().map(Object.class::cast),
            Arbitraries.integers().map(Float::intBitsToFloat).map(Object.class::cast),
            Arbitraries.longs().map(Double::longBitsToDouble).map(Object.class::cast),
            Combinators.combine(Arbitraries.integers(), Arbitraries.integers().between(0, 255))
                .as((n, scale) -> (Object) new BigDecimal(BigInteger.valueOf(n), scale)),
            Arbitraries.bigIntegers()
                .between(BigInteger.TWO.pow(200).negate(), BigInteger.TWO.pow(200))
                .map(Object.class::cast),
            Arbitraries.chars().all().map(Object.class::cast),
            bytes().map(Object.class::cast),
            bytes().map(RawText::new).map(Object.class::cast),
            Arbitraries.longs()
                .between(-70_000_000_000L, 300_000_000_000L)
                .map(Instant::ofEpochSecond)
                .map(Object.class::cast),
            Arbitraries.longs().map(FarTime::new).map(Object.class::cast),
            Arbitraries.longs().map(Instant::ofEpochMilli).map(Object.class::cast)));
  }

  public static Arbitrary<Object> values() {
    Arbitrary<Object> leaf = scalars().injectNull(0.05);
    return Arbitraries.recursive(() -> leaf, Hostile::nest, 0, 3);
  }

  private static Arbitrary<Object> nest(Arbitrary<Object> inner) {
    return Arbitraries.oneOf(
        inner,
        inner.list().ofMaxSize(4).map(list -> (Object) new ArrayList<>(list)),
        Arbitraries.maps(names(), inner)
            .ofMaxSize(4)
            .map(map -> (Object) new LinkedHashMap<>(map)));
  }

  private static Arbitrary<Map<Property, Object>> properties() {
    Arbitrary<Property> keys = Arbitraries.of(Property.class);
    return keys.set()
        .ofMaxSize(6)
        .flatMap(
            set ->
                Combinators.combine(
                        Arbitraries.oneOf(
                            texts().map(Object.class::cast),
                            bytes().map(RawText::new).map(Object.class::cast)),
                        Arbitraries.integers(),
                        Arbitraries.oneOf(
                            Arbitraries.longs().map(Instant::ofEpochMilli).map(Object.class::cast),
                            Arbitraries.longs().map(FarTime::new).map(Object.class::cast)))
                    .as((text, number, time) -> properties(set, text, number, time)));
  }

  private static Map<Property, Object> properties(
      Iterable<Property> set, Object text, Integer number, Object time) {
    Map<Property, Object> properties = new EnumMap<>(Property.class);
    for (Property property : set) {
      Object value =
          property.type() == String.class ? text : property.type() == Integer.class ? number : time;
      properties.put(property, value);
    }
    return properties;
  }

  private static Arbitrary<Body> bodies() {
    return Arbitraries.oneOf(
        bytes().map(Body.Bytes::new),
        texts().map(text -> new Body.Bytes(Route.utf8(text))),
        Arbitraries.of(
                "{\"id\":",
                "{\"id\":7}",
                "[[[[",
                "<a><id>1</id></a>",
                "<!DOCTYPE a>",
                "{\"id\":[]}")
            .map(text -> new Body.Bytes(Route.utf8(text))),
        texts().injectNull(0.1).map(Body.Text::new),
        Arbitraries.maps(names(), values())
            .ofMaxSize(4)
            .map(map -> new Body.Fields(new LinkedHashMap<>(map), 10)),
        values().list().ofMaxSize(4).map(list -> new Body.Values(new ArrayList<>(list), 10)),
        values().filter(value -> value != null && single(value)).map(Body.Value::new),
        bytes().map(Body.Serialized::new));
  }

  private static boolean single(Object value) {
    return !(value instanceof Map) && !(value instanceof List);
  }

  public static Arbitrary<LegacyMessage> messages() {
    Arbitrary<Map<String, Object>> headers =
        Arbitraries.maps(names(), values()).ofMaxSize(8).map(LinkedHashMap::new);
    return Combinators.combine(properties(), headers, bodies(), Arbitraries.of(true, false))
        .as((p, h, b, again) -> new LegacyMessage(Route.ORIGIN, p, h, b, again));
  }
}

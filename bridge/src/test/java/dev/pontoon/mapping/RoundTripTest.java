package dev.pontoon.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.config.RouteConfig.ObjectBody;
import dev.pontoon.config.RouteConfig.Otherwise;
import dev.pontoon.message.Body;
import dev.pontoon.message.FarTime;
import dev.pontoon.message.ForeignText;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.OutboundRecord;
import dev.pontoon.message.OutboundRecord.Header;
import dev.pontoon.message.RawText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Legacy message to record and back: exact for every type, nesting and name. */
class RoundTripTest {

  @Provide
  Arbitrary<LegacyMessage> messages() {
    return Hostile.messages();
  }

  @Property(tries = 500)
  void everyMessageComesBackExactly(@ForAll("messages") LegacyMessage message) {
    Route route = new Route().objects(ObjectBody.BYTES).otherwise(Otherwise.NONE);
    if (!(route.map(message) instanceof OutboundRecord record)) {
      return;
    }
    RecordReader.Restored back = RecordReader.read(record.value(), onTheWire(record.headers()));
    assertThat(plain(back.headers())).isEqualTo(plain(message.headers()));
    assertThat(List.copyOf(back.headers().keySet()))
        .isEqualTo(List.copyOf(message.headers().keySet()));
    assertThat(plain(back.properties())).isEqualTo(plain(message.properties()));
    assertThat(back.redelivered()).isEqualTo(message.redelivered());
    assertThat(content(back.body())).isEqualTo(content(message.body()));
  }

  @Test
  void everyTypeOneByOneAndNested() {
    for (Object value : Stream.concat(samples().stream(), times().stream()).toList()) {
      LegacyMessage message = Route.with(Route.json(""), "h", value);
      message = Route.with(message, "list", new ArrayList<>(Arrays.asList(value, null, value)));
      message = Route.with(message, "mixed", new ArrayList<>(Arrays.asList(value, "x", 1L)));
      Map<String, Object> table = new LinkedHashMap<>();
      table.put("v", value);
      table.put("inner", new LinkedHashMap<>(Map.of("deep", List.of(value))));
      message = Route.with(message, "table", table);
      OutboundRecord record = new Route().record(message);
      assertThat(plain(RecordReader.read(record.value(), record.headers()).headers()))
          .as("%s %s", value.getClass(), value)
          .isEqualTo(plain(message.headers()));
    }
  }

  private static List<Object> samples() {
    return List.of(
        true,
        (byte) -128,
        (short) -1,
        Integer.MIN_VALUE,
        Long.MAX_VALUE,
        5L,
        Float.NaN,
        Float.MIN_VALUE,
        -0.0,
        Double.NEGATIVE_INFINITY,
        1e300,
        new BigDecimal("1.100"),
        new BigDecimal("-0E-255"),
        new BigInteger("-123456789012345678901234567890"),
        'x',
        '\ud83d',
        '"',
        "",
        "null",
        "true",
        "12",
        "{}",
        "\u0000\r\n\u001b",
        "\ud83d\ude00",
        "\ude00",
        new RawText(new byte[] {(byte) 0xff, (byte) 0xfe}),
        new byte[0],
        new byte[] {0, -1},
        Map.of(),
        new ForeignText("odd"),
        List.of(List.of(), Map.of()));
  }

  private static List<Object> times() {
    return List.of(
        new FarTime(-1),
        new FarTime(Long.MIN_VALUE),
        Instant.EPOCH,
        Instant.MIN,
        Instant.MAX,
        Instant.parse("2024-01-02T03:04:05.123456789Z"),
        Instant.ofEpochSecond(253_402_300_800L),
        Instant.ofEpochMilli(-62_167_219_200_000L));
  }

  /** What a consumer sees: names and values went through UTF-8 and bytes. */
  private static List<Header> onTheWire(List<Header> headers) {
    return headers.stream()
        .map(
            header ->
                new Header(
                    new String(
                        header.name().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8),
                    header.value()))
        .toList();
  }

  private static Object content(Body body) {
    if (body instanceof Body.Fields fields) {
      return plain(fields.fields());
    } else if (body instanceof Body.Values values) {
      return plain(values.values());
    } else if (body instanceof Body.Bytes bytes) {
      return plain(bytes.bytes());
    } else if (body instanceof Body.Serialized object) {
      return "object" + plain(object.bytes());
    } else if (body instanceof Body.Value single) {
      return "value" + plain(single.value());
    }
    return body;
  }

  /** With arrays as something that can be compared, marked with their class. */
  private static Object plain(Object value) {
    if (value instanceof byte[] bytes) {
      return "bytes" + Arrays.toString(bytes);
    } else if (value instanceof RawText raw) {
      return "raw" + Arrays.toString(raw.bytes());
    } else if (value instanceof List<?> list) {
      List<Object> plain = new ArrayList<>();
      list.forEach(v -> plain.add(plain(v)));
      return plain;
    } else if (value instanceof Map<?, ?> map) {
      Map<Object, Object> plain = new LinkedHashMap<>();
      map.forEach((k, v) -> plain.put(k, plain(v)));
      return plain;
    }
    return value;
  }
}

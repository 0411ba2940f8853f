package dev.pontoon.mapping;

import static dev.pontoon.mapping.Route.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.message.Body;
import dev.pontoon.message.OutboundRecord.Header;
import dev.pontoon.message.Property;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Records that somebody else wrote or changed. */
class RecordReaderTest {

  private static RecordReader.Restored read(String value, String... headers) {
    List<Header> list = new java.util.ArrayList<>();
    for (int i = 0; i < headers.length; i += 2) {
      list.add(new Header(headers[i], utf8(headers[i + 1])));
    }
    return RecordReader.read(utf8(value), list);
  }

  @Test
  void headersOfOthersAreTextOrBytes() {
    byte[] bytes = {(byte) 0xff};
    RecordReader.Restored back =
        RecordReader.read(
            null,
            List.of(new Header("a", utf8("x")), new Header("b", bytes), new Header("c", null)));
    assertThat(back.headers()).containsEntry("a", "x").containsEntry("b", bytes);
    assertThat(back.headers()).containsEntry("c", null);
    assertThat(((Body.Bytes) back.body()).bytes()).isEmpty();
  }

  @Test
  void whatContradictsItsTypeIsText() {
    String types =
        "{\"n\":\"int\",\"t\":{},\"x\":\"no-such-type\",\"d\":\"decimal\",\"c\":\"char\"}";
    RecordReader.Restored back =
        read(
            "{broken",
            "n",
            "1.5",
            "t",
            "[",
            "x",
            "y",
            "d",
            "9".repeat(100_000),
            "c",
            "cc",
            "pontoon.priority",
            "high",
            "pontoon.body",
            "map",
            "pontoon.types",
            types);
    assertThat(back.headers())
        .containsEntry("n", "1.5")
        .containsEntry("t", "[")
        .containsEntry("x", "y")
        .containsEntry("c", "cc");
    assertThat(back.headers().get("d")).isInstanceOf(String.class);
    assertThat(back.properties()).doesNotContainKey(Property.PRIORITY);
    assertThat(back.body()).isInstanceOf(Body.Bytes.class);
  }

  @Provide
  Arbitrary<List<Header>> headers() {
    Arbitrary<byte[]> values =
        Arbitraries.oneOf(
            Arbitraries.bytes().array(byte[].class).ofMaxSize(20),
            Arbitraries.of("[", "{}", "{\"a\":[\"int\"]}", "[[1]]", "map", "stream", "\"x\"", "7")
                .map(Route::utf8));
    Arbitrary<String> names =
        Arbitraries.oneOf(
            Hostile.names(),
            Arbitraries.of("a", "pontoon.types", "pontoon.body", "pontoon.value-types"));
    return Combinators.combine(names, values.injectNull(0.1)).as(Header::new).list().ofMaxSize(8);
  }

  @net.jqwik.api.Property(tries = 300)
  void nothingIsEverThrown(@ForAll("headers") List<Header> headers, @ForAll byte[] value) {
    RecordReader.Restored back = RecordReader.read(value, headers);
    assertThat(back.headers().size() + back.own().size() + back.properties().size())
        .isLessThanOrEqualTo(headers.size());
  }
}

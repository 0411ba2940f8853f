package dev.pontoon.source.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.message.Body;
import java.util.HexFormat;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AmqpValueTest {

  @Test
  void textAndBytesAreTakenOutOfTheirEncoding() {
    assertThat(AmqpValue.decoded(hex("005377a10474657874"))).isEqualTo(new Body.Text("text"));
    assertThat(AmqpValue.decoded(hex("005377a100"))).isEqualTo(new Body.Text(""));
    assertThat(((Body.Bytes) AmqpValue.decoded(hex("005377a0020102"))).bytes())
        .containsExactly(1, 2);
    String large = "ä".repeat(200);
    byte[] encoded = Objects.requireNonNull(AmqpValue.encoded(new Body.Text(large)));
    assertThat(encoded).startsWith(hex("005377b100000190"));
    assertThat(AmqpValue.decoded(encoded)).isEqualTo(new Body.Text(large));
  }

  /** Lists, maps, sequences, long forms of short values, cut and damaged ones. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0053",
        "00537740",
        "005377c00101",
        "005376c00101",
        "005377a105746578",
        "005377b10000000474657874",
        "005377b1ffffffff74",
        "005377a102c328",
        "005377a003005377",
        "616263"
      })
  void allElseStaysAsItCame(String body) {
    byte[] bytes = hex(body);
    assertThat(((Body.Bytes) AmqpValue.decoded(bytes)).bytes()).isEqualTo(bytes);
  }

  @Property(tries = 300)
  void whatWasDecodedGoesBackAsItCame(@ForAll String text, @ForAll byte[] bytes) {
    for (Body body : new Body[] {new Body.Text(text), new Body.Bytes(bytes)}) {
      byte[] sent = Objects.requireNonNull(AmqpValue.encoded(body));
      assertThat(AmqpValue.encoded(AmqpValue.decoded(sent))).isEqualTo(sent);
    }
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}

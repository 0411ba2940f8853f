package dev.pontoon.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.message.ForeignText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Decimal128;
import org.apache.qpid.proton.amqp.Decimal32;
import org.apache.qpid.proton.amqp.Decimal64;
import org.apache.qpid.proton.amqp.DescribedType;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedByte;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.UnsignedShort;
import org.junit.jupiter.api.Test;

class PlainValuesTest {

  @Test
  void unsignedNumbersAreNumbersThatHoldThem() {
    assertThat(PlainValues.plain(UnsignedByte.valueOf((byte) 255))).isEqualTo((short) 255);
    assertThat(PlainValues.plain(UnsignedShort.valueOf((short) -1))).isEqualTo(65_535);
    assertThat(PlainValues.plain(UnsignedInteger.MAX_VALUE)).isEqualTo(4_294_967_295L);
    assertThat(PlainValues.plain(UnsignedLong.valueOf(5))).isEqualTo(5L);
    assertThat(PlainValues.plain(UnsignedLong.valueOf("18446744073709551615")))
        .isEqualTo(new BigInteger("18446744073709551615"));
  }

  @Test
  void binaryIsItsBytes() {
    Binary part = new Binary(new byte[] {9, 1, 2, 9}, 1, 2);
    assertThat((byte[]) PlainValues.plain(part)).containsExactly(1, 2);
  }

  @Test
  void decimalsAreExactNumbers() {
    // Coefficient and exponent as IEEE 754 lays them out, with a binary integer.
    assertThat(PlainValues.plain(new Decimal32(99 << 23 | 110))).isEqualTo(new BigDecimal("1.10"));
    assertThat(PlainValues.plain(new Decimal64(1L << 63 | 396L << 53 | 110)))
        .isEqualTo(new BigDecimal("-1.10"));
    byte[] bits = ByteBuffer.allocate(16).putLong(6174L << 49).putLong(110).array();
    assertThat(PlainValues.plain(new Decimal128(bits))).isEqualTo(new BigDecimal("1.10"));
    assertThat(PlainValues.plain(new Decimal128(new byte[16])))
        .isEqualTo(new BigDecimal("0E-6176"));
  }

  @Test
  void aDecimalThatIsNoNumberIsItsBytes() {
    assertThat((byte[]) PlainValues.plain(new Decimal32(0x7c000000)))
        .containsExactly(0x7c, 0, 0, 0);
    assertThat((byte[]) PlainValues.plain(new Decimal32(0xf8000000)))
        .containsExactly(0xf8, 0, 0, 0);
  }

  @Test
  void symbolsAndUuidsAreText() {
    assertThat(PlainValues.plain(Symbol.valueOf("sy"))).isEqualTo("sy");
    UUID id = UUID.randomUUID();
    assertThat(PlainValues.plain(id)).isEqualTo(id.toString());
  }

  @Test
  void arraysAndDescribedValuesKeepWhatTheyHold() {
    assertThat(PlainValues.plain(new int[] {1, 2})).isEqualTo(List.of(1, 2));
    DescribedType described =
        new DescribedType() {
          @Override
          public Object getDescriptor() {
            return Symbol.valueOf("d");
          }

          @Override
          public Object getDescribed() {
            return UnsignedByte.valueOf((byte) 7);
          }
        };
    assertThat(PlainValues.plain(described))
        .isEqualTo(Map.of("descriptor", "d", "described", (short) 7));
  }

  @Test
  void noEntryOfATableIsLostWhereTwoNamesAreTheSameText() {
    Map<Object, Object> map = new LinkedHashMap<>();
    map.put(1, "number");
    map.put("1", "text");
    assertThat(PlainValues.plain(map))
        .isEqualTo(List.of(Arrays.asList(1, "number"), Arrays.asList("1", "text")));
  }

  @Test
  void whatNobodyKnowsIsTold() {
    Object odd =
        new Object() {
          @Override
          public String toString() {
            return "odd";
          }
        };
    assertThat(PlainValues.plain(odd)).isEqualTo(new ForeignText("odd"));
  }

  @Test
  void whatIsNestedTooDeepIsKeptAsJson() {
    Object deep = "x";
    for (int i = 0; i < 20_000; i++) {
      deep = List.of(deep);
    }
    Object at = PlainValues.plain(deep);
    int depth = 0;
    while (at instanceof List<?> list) {
      at = list.get(0);
      depth++;
    }
    assertThat(depth).isEqualTo(DeepValue.MAX_DEPTH);
    assertThat((String) at).hasSize(2 * (20_000 - depth) + 3);
  }
}

package dev.pontoon.source;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The types of AMQP 1.0 for which Java has none, as Qpid's client gives them. The client is no part
 * of Pontoon: its classes are known by name only.
 */
final class AmqpTypes {
  private static final String TYPES = "org.apache.qpid.proton.amqp.";

  private AmqpTypes() {}

  /** The same as a type of Java; null for all that is not of these. */
  static @Nullable Object known(Object value) {
    String name = value.getClass().getName();
    try {
      if (name.startsWith(TYPES)) {
        return amqp(value, name.substring(TYPES.length()));
      }
      for (Class<?> type : value.getClass().getInterfaces()) {
        if (type.getName().equals(TYPES + "DescribedType")) {
          return described(type, value);
        }
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      // Another version of the client: then its own text is what there is.
    }
    return null;
  }

  private static @Nullable Object amqp(Object value, String name)
      throws ReflectiveOperationException {
    return switch (name) {
      case "UnsignedByte" -> Short.valueOf(value.toString());
      case "UnsignedShort" -> Integer.valueOf(value.toString());
      case "UnsignedInteger" -> Long.valueOf(value.toString());
      case "UnsignedLong" -> unsigned(new BigInteger(value.toString()));
      case "Binary" -> bytes((ByteBuffer) call(value, "asByteBuffer"));
      case "Decimal32" -> decimal(bits((Integer) call(value, "getBits"), Integer.SIZE), 32, 101);
      case "Decimal64" -> decimal(bits((Long) call(value, "getBits"), Long.SIZE), 64, 398);
      case "Decimal128" -> decimal(new BigInteger(1, (byte[]) call(value, "asBytes")), 128, 6176);
      default -> null;
    };
  }

  private static Object unsigned(BigInteger number) {
    return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static BigInteger bits(long bits, int width) {
    return BigInteger.valueOf(bits).and(BigInteger.ONE.shiftLeft(width).subtract(BigInteger.ONE));
  }

  /**
   * IEEE 754 decimals with a binary integer as coefficient, as AMQP has them. What is no number, or
   * has the other layout for coefficients that canonical decimals never need, stays the bytes.
   */
  private static Object decimal(BigInteger bits, int width, int bias) {
    int exponentBits = width == 32 ? 8 : width == 64 ? 10 : 14;
    int coefficientBits = width - 1 - exponentBits;
    BigInteger head = bits.shiftRight(width - 3).and(BigInteger.valueOf(3));
    if (head.intValue() == 3) {
      byte[] all = new byte[width / 8];
      byte[] written = bits.toByteArray();
      int length = Math.min(all.length, written.length);
      System.arraycopy(written, written.length - length, all, all.length - length, length);
      return all;
    }
    int exponent = bits.shiftRight(coefficientBits).intValue() & ((1 << exponentBits) - 1);
    BigInteger coefficient =
        bits.and(BigInteger.ONE.shiftLeft(coefficientBits).subtract(BigInteger.ONE));
    boolean negative = bits.testBit(width - 1);
    return new BigDecimal(negative ? coefficient.negate() : coefficient, bias - exponent);
  }

  private static Map<String, @Nullable Object> described(Class<?> type, Object value)
      throws ReflectiveOperationException {
    Map<String, @Nullable Object> both = new LinkedHashMap<>();
    both.put("descriptor", type.getMethod("getDescriptor").invoke(value));
    both.put("described", type.getMethod("getDescribed").invoke(value));
    return both;
  }

  private static Object call(Object value, String method) throws ReflectiveOperationException {
    return value.getClass().getMethod(method).invoke(value);
  }
}

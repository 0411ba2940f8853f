package dev.pontoon.bench.stage;

import java.util.SplittableRandom;

/**
 * Bodies that carry their own number and the time at which they were to be sent, so that they can
 * be told apart behind any contestant, whatever it does to headers. Lower-case letters and digits.
 */
public final class Bodies {

  /** Number and time as 16 hex digits each. */
  public static final int SMALLEST = 32;

  private static final int HALF = 16;
  private static final int LETTERS = 26;
  private static final char[] DIGITS = "0123456789abcdef".toCharArray();

  private final byte[] template;

  /**
   * @param seed decides the letters behind number and time
   */
  public Bodies(long seed, int bytes) {
    if (bytes < SMALLEST) {
      throw new IllegalArgumentException("bodies need " + SMALLEST + " bytes, not " + bytes);
    }
    template = new byte[bytes];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < bytes; i++) {
      template[i] = (byte) ('a' + random.nextInt(LETTERS));
    }
  }

  /** A new body. */
  public byte[] body(long number, long micros) {
    byte[] body = template.clone();
    write(body, 0, number);
    write(body, HALF, micros);
    return body;
  }

  /** The number in a body, -1 if it is not one of ours. */
  public static long number(byte[] value) {
    return read(value, 0);
  }

  /** The time in a body, -1 if it is not one of ours. */
  public static long micros(byte[] value) {
    return read(value, HALF);
  }

  private static void write(byte[] body, int at, long number) {
    for (int i = 0; i < HALF; i++) {
      body[at + i] = (byte) DIGITS[(int) (number >>> (4 * (HALF - 1 - i))) & 0xf];
    }
  }

  private static long read(byte[] value, int at) {
    if (value.length < SMALLEST) {
      return -1;
    }
    long number = 0;
    for (int i = at; i < at + HALF; i++) {
      int digit = Character.digit(value[i], 16);
      if (digit < 0) {
        return -1;
      }
      number = number << 4 | digit;
    }
    return number;
  }
}

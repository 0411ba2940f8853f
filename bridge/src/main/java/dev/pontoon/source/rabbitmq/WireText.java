package dev.pontoon.source.rabbitmq;

import dev.pontoon.message.RawText;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** AMQP strings: bytes by the protocol, UTF-8 by custom. */
final class WireText {
  /** What the client puts where there is no text; publishers may have written it themselves. */
  static final char REPLACED = '\uFFFD';

  /** Half surrogate pairs from U+DC80 on stand for the bytes from 0x80 on. */
  private static final int HALF = 0xDC00;

  private static final int NOT_ASCII = 0x80;

  private WireText() {}

  /** Text only if it reads back as the same bytes. */
  static Object value(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    boolean suspicious = text.indexOf(REPLACED) >= 0;
    return suspicious && !Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)
        ? new RawText(bytes)
        : text;
  }

  /**
   * A name must be text. Each byte that is no UTF-8 becomes half a surrogate pair, U+DC80 to
   * U+DCFF, as in Python's surrogateescape: exact, and no other text means the same.
   */
  static String name(byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    for (CoderResult result = decoder.decode(in, out, true);
        result.isMalformed();
        result = decoder.decode(in, out, true)) {
      for (int left = result.length(); left > 0; left--) {
        out.put((char) (HALF | (in.get() & 0xFF)));
      }
    }
    return out.flip().toString();
  }

  /** The bytes of a name; of other text, too, as far as UTF-8 can hold it. */
  static byte[] bytes(String name) {
    CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
    CharBuffer in = CharBuffer.wrap(name);
    ByteBuffer out = ByteBuffer.allocate(name.length() * 3);
    for (CoderResult result = encoder.encode(in, out, true);
        result.isMalformed();
        result = encoder.encode(in, out, true)) {
      for (int left = result.length(); left > 0; left--) {
        int octet = in.get() - HALF;
        out.put((byte) (octet >= NOT_ASCII && octet <= 0xFF ? octet : '?'));
      }
    }
    return Arrays.copyOf(out.array(), out.position());
  }
}

package dev.pontoon.mapping;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Whether bytes are text, found out without making a text of them. */
final class Utf8 {
  private static final int PIECE = 8 << 10;

  private Utf8() {}

  static boolean holds(byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CharBuffer piece = CharBuffer.allocate(Math.min(PIECE, bytes.length + 1));
    ByteBuffer in = ByteBuffer.wrap(bytes);
    while (true) {
      CoderResult result = decoder.decode(in, piece, true);
      if (!result.isOverflow()) {
        return result.isUnderflow();
      }
      piece.clear();
    }
  }
}

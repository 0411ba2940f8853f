package dev.pontoon.source.rabbitmq;

import dev.pontoon.message.Body;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What an AMQP 1.0 publisher sent as a value, not as data, and RabbitMQ passes on as it was
 * encoded, under the type {@value #TYPE}: text and bytes are taken out of their encoding, and put
 * back into it on the way back to a queue. Everything else stays as it came, and so does what would
 * not become the very same bytes again.
 */
final class AmqpValue {
  /** How RabbitMQ marks such a body. */
  static final String TYPE = "amqp-1.0";

  private static final byte[] SECTION = {0x00, 0x53, 0x77};
  private static final int BYTES_8 = 0xa0;
  private static final int BYTES_32 = 0xb0;
  private static final int TEXT_8 = 0xa1;
  private static final int TEXT_32 = 0xb1;
  private static final int SHORT = 255;

  private AmqpValue() {}

  /** The body of a message of this type. */
  static Body decoded(byte[] body) {
    Body raw = new Body.Bytes(body);
    int before = SECTION.length;
    if (body.length < before + 2 || !isSection(body)) {
      return raw;
    }
    int type = body[before] & 0xFF;
    boolean large = type == TEXT_32 || type == BYTES_32;
    int start = before + 1 + (large ? Integer.BYTES : 1);
    if (start > body.length || length(body, large) != body.length - start) {
      return raw;
    }
    ByteBuffer content = ByteBuffer.wrap(body, start, body.length - start);
    if (large == content.remaining() <= SHORT) {
      return raw;
    }
    return switch (type) {
      case TEXT_8, TEXT_32 -> text(content, raw);
      case BYTES_8, BYTES_32 -> bytes(content, raw);
      default -> raw;
    };
  }

  /** What goes back to a queue for a body that {@link #decoded} gave; null for any other kind. */
  static byte @Nullable [] encoded(Body body) {
    if (body instanceof Body.Text text && text.text() != null) {
      return encoded(text.text().getBytes(StandardCharsets.UTF_8), TEXT_8, TEXT_32);
    } else if (body instanceof Body.Bytes plain) {
      byte[] bytes = plain.bytes();
      return isEncoded(bytes) ? bytes : encoded(bytes, BYTES_8, BYTES_32);
    }
    return null;
  }

  private static byte[] encoded(byte[] content, int small, int large) {
    boolean isLarge = content.length > SHORT;
    int head = SECTION.length + 1 + (isLarge ? Integer.BYTES : 1);
    ByteBuffer out = ByteBuffer.allocate(head + content.length);
    out.put(SECTION).put((byte) (isLarge ? large : small));
    if (isLarge) {
      out.putInt(content.length);
    } else {
      out.put((byte) content.length);
    }
    return out.put(content).array();
  }

  private static int length(byte[] body, boolean large) {
    int at = SECTION.length + 1;
    return large ? ByteBuffer.wrap(body).getInt(at) : body[at] & 0xFF;
  }

  private static Body text(ByteBuffer content, Body raw) {
    try {
      return new Body.Text(StandardCharsets.UTF_8.newDecoder().decode(content).toString());
    } catch (CharacterCodingException e) {
      return raw;
    }
  }

  /** Bytes that look encoded themselves stay inside: nobody could tell the two apart. */
  private static Body bytes(ByteBuffer content, Body raw) {
    byte[] bytes = new byte[content.remaining()];
    content.get(bytes);
    return isEncoded(bytes) ? raw : new Body.Bytes(bytes);
  }

  private static boolean isSection(byte[] body) {
    return isEncoded(body) && body[2] == SECTION[2];
  }

  /** Whether a described type begins here, as each section is one. */
  private static boolean isEncoded(byte[] body) {
    return body.length > 2 && body[0] == SECTION[0] && (body[1] == SECTION[1] || body[1] < 0);
  }
}

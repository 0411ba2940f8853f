package dev.pontoon.it;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.Frame;
import dev.pontoon.message.RawText;
import dev.pontoon.source.DeepValue;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Random AMQP 0-9-1 messages: every property and every field type, also those that no Java
 * publisher writes, nested, with names and texts that are no UTF-8. Written byte by byte, because
 * the client would not let most of that through.
 */
final class AmqpFuzz {

  /** Tells a message from all others: ids are random, and many are the same. */
  static final String NUMBER = "fuzz";

  /** What still fits into one frame beside the rest. */
  private static final int LARGEST = 100_000;

  private final FuzzWords words;

  AmqpFuzz(Random random) {
    this.words = new FuzzWords(random, true);
  }

  /**
   * A message as it is sent.
   *
   * @param headers as the bridge should read them
   */
  record Sent(AMQP.BasicProperties properties, Map<String, Object> headers, byte[] body) {}

  Sent message(int number) {
    Map<String, Object> headers = new LinkedHashMap<>();
    headers.put(NUMBER, number);
    for (int i = words.sometimes(300) ? 600 : words.below(8); i > 0; i--) {
      headers.put(words.name(), value(0));
    }
    headers.put(NUMBER, number);
    byte[] bytes = properties(headers);
    if (bytes.length > LARGEST) {
      headers.keySet().removeIf(name -> !name.equals(NUMBER));
      bytes = properties(headers);
    }
    return new Sent(new Raw(bytes), read(headers, 0), words.body(number));
  }

  /** Up to 255 bytes. */
  String routingKey() {
    return cut(words.text());
  }

  /** Properties that are already bytes. */
  private static final class Raw extends AMQP.BasicProperties {
    private final byte[] bytes;

    Raw(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public Frame toFrame(int channel, long bodySize) throws IOException {
      Frame frame = new Frame(AMQP.FRAME_HEADER, channel);
      DataOutputStream out = frame.getOutputStream();
      out.writeShort(getClassId());
      out.writeShort(0);
      out.writeLong(bodySize);
      out.write(bytes);
      return frame;
    }
  }

  private Object value(int depth) {
    return switch (words.below(depth < 30 ? 14 : 12)) {
      case 0 -> null;
      case 1 -> words.sometimes(2);
      case 2, 3, 4 -> words.number();
      case 5 -> words.decimal();
      case 6 -> words.bytes(words.below(50));
      case 7 -> Instant.ofEpochMilli(Math.floorDiv(words.time() * 1_000, 1_000) * 1_000);
      case 8 -> raw(words.bytes(words.below(30)));
      case 9 -> "x".repeat(words.sometimes(50) ? 20_000 : words.below(1_500));
      case 10, 11 -> words.text();
      case 12 -> list(depth);
      default -> table(depth);
    };
  }

  /** Nested deeper than that, it is read as JSON. */
  private static Map<String, Object> read(Map<?, ?> table, int depth) {
    Map<String, Object> read = new LinkedHashMap<>();
    table.forEach((name, value) -> read.put((String) name, read(value, depth)));
    return read;
  }

  private static Object read(Object value, int depth) {
    if (depth >= DeepValue.MAX_DEPTH && (value instanceof Map || value instanceof List)) {
      return DeepValue.json(value);
    } else if (value instanceof Map<?, ?> table) {
      return read(table, depth + 1);
    } else if (value instanceof List<?> list) {
      List<Object> read = new ArrayList<>();
      list.forEach(element -> read.add(read(element, depth + 1)));
      return read;
    }
    return value;
  }

  /** A long string of any bytes; text where they happen to be. */
  private static Object raw(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    boolean same = Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes);
    return same ? text : new RawText(bytes);
  }

  private Object list(int depth) {
    if (words.sometimes(8)) {
      Object inner = "innermost";
      for (int i = 1 + words.below(300); i > 0; i--) {
        inner = words.sometimes(2) ? List.of(inner) : Map.of("in", inner);
      }
      return inner;
    }
    List<Object> list = new ArrayList<>();
    for (int i = words.below(4); i > 0; i--) {
      list.add(value(depth + 1));
    }
    return list;
  }

  private Object table(int depth) {
    Map<String, Object> table = new LinkedHashMap<>();
    for (int i = words.below(4); i > 0; i--) {
      table.put(words.name(), value(depth + 1));
    }
    return Collections.unmodifiableMap(table);
  }

  /**
   * Flags, then what they announce. RabbitMQ refuses another user id than the publisher's, an
   * expiration that is no number and a delivery mode that there is not.
   */
  private byte[] properties(Map<String, Object> headers) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      int flags = 1 << 13 | words.below(1 << 16) & ~(1 << 4) & ~3;
      out.writeShort(flags);
      for (int bit = 15; bit >= 2; bit--) {
        if ((flags & 1 << bit) != 0) {
          property(bit, headers, out);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("writing into memory", e);
    }
    return bytes.toByteArray();
  }

  private void property(int bit, Map<String, Object> headers, DataOutputStream out)
      throws IOException {
    switch (bit) {
      case 15 -> shortText(words.contentType(), out);
      case 13 -> sized(table(headers), out);
      case 12 -> out.writeByte(1 + words.below(2));
      case 11 -> out.writeByte(words.below(256));
      case 8 -> shortText("" + (3_600_000 + words.below(1_000_000)), out);
      case 6 -> out.writeLong(words.time());
      default -> shortText(words.text(), out);
    }
  }

  private static String cut(String text) {
    return bytes(text).length > 255 ? text.substring(0, 60) : text;
  }

  /** The sign for what is no text becomes a byte that is none. */
  private static byte[] bytes(String text) {
    byte[] broken = {(byte) 0xff};
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int from = 0;
    for (int at = text.indexOf(FuzzWords.NO_TEXT); at >= 0; ) {
      bytes.writeBytes(text.substring(from, at).getBytes(StandardCharsets.UTF_8));
      bytes.writeBytes(broken);
      from = at + 1;
      at = text.indexOf(FuzzWords.NO_TEXT, from);
    }
    bytes.writeBytes(text.substring(from).getBytes(StandardCharsets.UTF_8));
    return bytes.toByteArray();
  }

  private static void shortText(String text, DataOutputStream out) throws IOException {
    byte[] bytes = bytes(cut(text));
    out.writeByte(bytes.length);
    out.write(bytes);
  }

  private static void sized(byte[] bytes, DataOutputStream out) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private byte[] table(Map<String, Object> table) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (Map.Entry<String, Object> field : table.entrySet()) {
      shortText(field.getKey(), out);
      field(field.getValue(), out);
    }
    return bytes.toByteArray();
  }

  private byte[] array(List<?> list) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (Object element : list) {
      field(element, out);
    }
    return bytes.toByteArray();
  }

  @SuppressWarnings("unchecked") // tables are made here
  private void field(Object value, DataOutputStream out) throws IOException {
    if (value == null) {
      out.writeByte('V');
    } else if (value instanceof Number number) {
      number(number, out);
    } else if (value instanceof String text) {
      out.writeByte('S');
      sized(text.getBytes(StandardCharsets.UTF_8), out);
    } else if (value instanceof RawText text) {
      out.writeByte('S');
      sized(text.bytes(), out);
    } else if (value instanceof byte[] bytes) {
      out.writeByte('x');
      sized(bytes, out);
    } else if (value instanceof Boolean bool) {
      out.writeByte('t');
      out.writeBoolean(bool);
    } else if (value instanceof Instant time) {
      out.writeByte('T');
      out.writeLong(Math.floorDiv(time.toEpochMilli(), 1_000));
    } else if (value instanceof List<?> list) {
      out.writeByte('A');
      sized(array(list), out);
    } else {
      out.writeByte('F');
      sized(table((Map<String, Object>) value), out);
    }
  }

  /** The unsigned ones, which Java reads as the next larger type, where the number fits. */
  private static void number(Number number, DataOutputStream out) throws IOException {
    if (number instanceof Byte) {
      out.writeByte('b');
      out.writeByte(number.byteValue());
    } else if (number instanceof Short) {
      out.writeByte('s');
      out.writeShort(number.shortValue());
    } else if (number instanceof Integer whole) {
      integer(whole, out);
    } else if (number instanceof Long whole) {
      boolean fits = whole >= 0 && whole < 1L << 32;
      out.writeByte(fits ? 'i' : 'l');
      if (fits) {
        out.writeInt(whole.intValue());
      } else {
        out.writeLong(whole);
      }
    } else if (number instanceof Float) {
      out.writeByte('f');
      out.writeFloat(number.floatValue());
    } else if (number instanceof Double) {
      out.writeByte('d');
      out.writeDouble(number.doubleValue());
    } else {
      BigDecimal decimal = (BigDecimal) number;
      BigInteger unscaled = decimal.unscaledValue();
      out.writeByte('D');
      out.writeByte(decimal.scale());
      out.writeInt(unscaled.intValueExact());
    }
  }

  private static void integer(int number, DataOutputStream out) throws IOException {
    if (number >= 0 && number < 1 << 8) {
      out.writeByte('B');
      out.writeByte(number);
    } else if (number >= 0 && number < 1 << 16) {
      out.writeByte('u');
      out.writeShort(number);
    } else {
      out.writeByte('I');
      out.writeInt(number);
    }
  }
}

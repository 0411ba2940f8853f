package dev.pontoon.delivery;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a lane stands in its streams: of each the last message that is safe in Kafka, with all
 * before it. Kept as one slot of the lane's state.
 *
 * <p>Slot value: one byte version (2), then for each stream its name (two bytes length, UTF-8),
 * eight bytes offset, eight bytes print. For one thread at a time.
 */
final class Positions {
  /** Behind the slots of an {@link IdRing}: a route may have read a queue before. */
  static final int SLOT = IdRing.SLOTS;

  private static final byte VERSION = 2;

  private final Map<String, Position> last = new LinkedHashMap<>();

  /**
   * Continues where the state ends.
   *
   * @param state slot number to value, as committed
   * @throws IllegalArgumentException if the value was not written by this version
   */
  static Positions of(Map<Integer, byte[]> state) {
    Positions positions = new Positions();
    byte[] value = state.get(SLOT);
    if (value == null) {
      return positions;
    }
    ByteBuffer in = ByteBuffer.wrap(value);
    try {
      if (in.get() != VERSION) {
        throw unknown();
      }
      while (in.hasRemaining()) {
        byte[] name = new byte[in.getShort() & 0xFFFF];
        in.get(name);
        String stream = new String(name, StandardCharsets.UTF_8);
        positions.reached(new Position(stream, in.getLong(), in.getLong()));
      }
    } catch (java.nio.BufferUnderflowException e) {
      throw unknown();
    }
    return positions;
  }

  private static IllegalArgumentException unknown() {
    return new IllegalArgumentException(
        "the positions in the state topic were not written by this version of Pontoon");
  }

  /** The message there is safe, and all before it. */
  void reached(Position position) {
    last.put(position.stream(), position);
  }

  /** By stream; a copy. */
  Map<String, Position> byStream() {
    return Map.copyOf(last);
  }

  byte[] value() {
    int size = 1;
    for (Position position : last.values()) {
      size += 2 + 2 * Long.BYTES + position.stream().getBytes(StandardCharsets.UTF_8).length;
    }
    ByteBuffer out = ByteBuffer.allocate(size).put(VERSION);
    for (Position position : last.values()) {
      byte[] name = position.stream().getBytes(StandardCharsets.UTF_8);
      out.putShort((short) name.length).put(name);
      out.putLong(position.offset()).putLong(position.print());
    }
    return out.array();
  }
}

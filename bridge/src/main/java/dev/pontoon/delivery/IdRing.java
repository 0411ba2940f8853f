package dev.pontoon.delivery;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The identities that were committed together with their records, kept in a compacted topic: the
 * lane's memory across restarts. A slot is written again with each transaction until it is full,
 * then the next one, round and round; so small transactions don't shorten the memory.
 *
 * <p>Slot value: one byte version (1), eight bytes generation, then 16 bytes for each identity. For
 * one thread at a time.
 */
final class IdRing {
  /** 128 slots of at least 512 identities: as many as {@link ConfirmedIds} remembers. */
  static final int SLOTS = 128;

  static final int FULL = 512;
  private static final byte VERSION = 1;
  private static final int HEAD = 1 + Long.BYTES;
  private static final int ID = 2 * Long.BYTES;

  private final List<Identity> open = new ArrayList<>(FULL);
  private long generation;

  /**
   * Continues where the state ends.
   *
   * @param state slot number to value, as committed
   * @param known takes every identity, oldest first
   * @throws IllegalArgumentException if a value was not written by this version
   */
  IdRing(Map<Integer, byte[]> state, ConfirmedIds known) {
    TreeMap<Long, byte[]> byAge = new TreeMap<>();
    state.forEach((slot, value) -> byAge.put(generation(slot, value), value));
    byAge.values().forEach(value -> read(value).forEach(known::add));
    if (!byAge.isEmpty()) {
      generation = byAge.lastKey();
      open.addAll(read(byAge.lastEntry().getValue()));
    }
  }

  private static long generation(int slot, byte[] value) {
    if (value.length < HEAD || value[0] != VERSION || (value.length - HEAD) % ID != 0) {
      throw new IllegalArgumentException(
          "slot " + slot + " of the state topic was not written by this version of Pontoon");
    }
    return ByteBuffer.wrap(value).getLong(1);
  }

  private static List<Identity> read(byte[] value) {
    ByteBuffer buffer = ByteBuffer.wrap(value, HEAD, value.length - HEAD);
    List<Identity> ids = new ArrayList<>(buffer.remaining() / ID);
    while (buffer.hasRemaining()) {
      ids.add(new Identity(buffer.getLong(), buffer.getLong()));
    }
    return ids;
  }

  /** Adds the identities of a transaction; {@link #slot} and {@link #value} are what to write. */
  void add(List<Identity> ids) {
    if (open.size() >= FULL) {
      open.clear();
      generation++;
    }
    open.addAll(ids);
  }

  int slot() {
    return (int) (generation % SLOTS);
  }

  byte[] value() {
    ByteBuffer buffer = ByteBuffer.allocate(HEAD + open.size() * ID);
    buffer.put(VERSION).putLong(generation);
    open.forEach(id -> buffer.putLong(id.high()).putLong(id.low()));
    return buffer.array();
  }
}

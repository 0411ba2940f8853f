package dev.pontoon.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a member of the group of leases tells its leader, and what the leader answers.
 *
 * @param number of what the member has told; the answer repeats it
 * @param generation the last one in which the member was given something, or {@link #NONE}
 * @param held routes whose lease the member has; in an answer, those that it has from now on
 * @param wanted routes whose lease it would take, and all that it holds; empty in an answer
 */
record LeaseNote(long number, int generation, SortedSet<String> held, SortedSet<String> wanted) {
  /** Of a member that is new in the group, or was thrown out of it. */
  static final int NONE = -1;

  private static final byte VERSION = 1;

  LeaseNote {
    held = Collections.unmodifiableSortedSet(new TreeSet<>(held));
    wanted = Collections.unmodifiableSortedSet(new TreeSet<>(wanted));
  }

  LeaseNote numbered(long other) {
    return new LeaseNote(other, generation, held, wanted);
  }

  boolean saysTheSameAs(LeaseNote other) {
    return numbered(other.number).equals(other);
  }

  ByteBuffer encoded() {
    ByteBuffer to = ByteBuffer.allocate(1 + Long.BYTES + Integer.BYTES + size(held) + size(wanted));
    to.put(VERSION).putLong(number).putInt(generation);
    write(held, to);
    write(wanted, to);
    return to.flip();
  }

  private static int size(Collection<String> names) {
    return Integer.BYTES
        + names.stream().mapToInt(name -> Integer.BYTES + name.getBytes(UTF_8).length).sum();
  }

  private static void write(Collection<String> names, ByteBuffer to) {
    to.putInt(names.size());
    for (String name : names) {
      byte[] bytes = name.getBytes(UTF_8);
      to.putInt(bytes.length).put(bytes);
    }
  }

  /** Empty for what is not of this version, or not a note at all. */
  static Optional<LeaseNote> decoded(@Nullable ByteBuffer bytes) {
    if (bytes == null) {
      return Optional.empty();
    }
    ByteBuffer from = bytes.duplicate();
    try {
      if (from.get() != VERSION) {
        return Optional.empty();
      }
      LeaseNote note = new LeaseNote(from.getLong(), from.getInt(), read(from), read(from));
      return from.hasRemaining() ? Optional.empty() : Optional.of(note);
    } catch (BufferUnderflowException e) {
      return Optional.empty();
    }
  }

  private static SortedSet<String> read(ByteBuffer from) {
    SortedSet<String> names = new TreeSet<>();
    int count = from.getInt();
    for (int i = 0; i < count; i++) {
      int length = from.getInt();
      if (length < 0 || length > from.remaining()) {
        throw new BufferUnderflowException();
      }
      byte[] bytes = new byte[length];
      from.get(bytes);
      names.add(new String(bytes, UTF_8));
    }
    return names;
  }
}

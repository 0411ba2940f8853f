package dev.pontoon.deadletter;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters of a topic have been brought back or discarded. Kept as one entry per 16,384
 * offsets of a partition, {@code done/partition/chunk} and {@code discarded/partition/chunk}: a bit
 * for each offset, at most 2 KiB, whatever the filters were. The entry {@code doubt} lists the
 * places that are on their way to a legacy broker and not confirmed yet. For one thread.
 */
public final class RedriveProgress {
  static final int CHUNK = 1 << 14;
  private static final byte VERSION = 1;
  private static final String DONE = "done/";
  private static final String DISCARDED = "discarded/";
  private static final String DOUBT = "doubt";

  /** Entries of both kinds, by their keys. */
  private final Map<String, BitSet> marked = new HashMap<>();

  private final Set<String> doubtful = new TreeSet<>();

  /**
   * @param saved entries as they were committed
   * @throws IllegalArgumentException if another version of Pontoon wrote them
   */
  public RedriveProgress(Map<String, byte[]> saved) {
    saved.forEach(
        (key, value) -> {
          if (key.startsWith(DONE) || key.startsWith(DISCARDED)) {
            marked.put(key, bits(key, value));
          } else if (key.equals(DOUBT)) {
            String places = new String(value, StandardCharsets.UTF_8);
            doubtful.addAll(Arrays.asList(places.split(",", -1)));
          }
        });
  }

  private static BitSet bits(String key, byte[] value) {
    if (value.length == 0 || value[0] != VERSION) {
      throw new IllegalArgumentException(
          "the redrive's progress " + key + " was not written by this version of Pontoon");
    }
    return BitSet.valueOf(Arrays.copyOfRange(value, 1, value.length));
  }

  /** What has been done to a letter. */
  public enum State {
    PENDING,
    REDRIVEN,
    DISCARDED
  }

  /** What has been done to it; brought back counts before discarded. */
  public State state(StoredLetter letter) {
    if (marked(DONE, letter.partition(), letter.offset())) {
      return State.REDRIVEN;
    }
    return marked(DISCARDED, letter.partition(), letter.offset()) ? State.DISCARDED : State.PENDING;
  }

  /** Whether it has been brought back or discarded. */
  public boolean done(StoredLetter letter) {
    return state(letter) != State.PENDING;
  }

  private boolean marked(String kind, int partition, long offset) {
    BitSet bits = marked.get(key(kind, partition, offset));
    return bits != null && bits.get((int) (offset % CHUNK));
  }

  /** How many were on their way when an earlier redrive ended: nobody knows if they arrived. */
  public long doubtful() {
    return doubtful.stream()
        .map(place -> place.split("@", -1))
        .filter(place -> !marked(DONE, Integer.parseInt(place[0]), Long.parseLong(place[1])))
        .count();
  }

  /** How many have been brought back. */
  public long size() {
    return marked.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(DONE))
        .mapToLong(entry -> entry.getValue().cardinality())
        .sum();
  }

  /** The entries to commit so that these count as brought back; {@link #add} after that. */
  Map<String, byte @Nullable []> entries(Collection<StoredLetter> letters) {
    return entries(DONE, letters);
  }

  /** The entries to commit so that these count as discarded; {@link #addDiscarded} after that. */
  Map<String, byte @Nullable []> discards(Collection<StoredLetter> letters) {
    return entries(DISCARDED, letters);
  }

  private Map<String, byte @Nullable []> entries(String kind, Collection<StoredLetter> letters) {
    Map<String, BitSet> changed = new LinkedHashMap<>();
    for (StoredLetter letter : letters) {
      changed.computeIfAbsent(key(kind, letter), this::copy).set(bit(letter));
    }
    Map<String, byte @Nullable []> entries = new LinkedHashMap<>();
    changed.forEach((key, bits) -> entries.put(key, bytes(bits)));
    return entries;
  }

  private BitSet copy(String key) {
    BitSet bits = marked.get(key);
    return bits == null ? new BitSet() : (BitSet) bits.clone();
  }

  private static byte[] bytes(BitSet bits) {
    byte[] raw = bits.toByteArray();
    byte[] value = new byte[raw.length + 1];
    value[0] = VERSION;
    System.arraycopy(raw, 0, value, 1, raw.length);
    return value;
  }

  /** They have been brought back. */
  void add(Collection<StoredLetter> letters) {
    mark(DONE, letters);
  }

  /** They have been discarded. */
  void addDiscarded(Collection<StoredLetter> letters) {
    mark(DISCARDED, letters);
  }

  private void mark(String kind, Collection<StoredLetter> letters) {
    for (StoredLetter letter : letters) {
      marked.computeIfAbsent(key(kind, letter), unused -> new BitSet()).set(bit(letter));
    }
  }

  /** The entry that says that these, and no others, are on their way. */
  static Map<String, byte @Nullable []> doubt(Collection<StoredLetter> letters) {
    Map<String, byte @Nullable []> entry = new HashMap<>();
    String places = letters.stream().map(StoredLetter::place).collect(Collectors.joining(","));
    entry.put(DOUBT, letters.isEmpty() ? null : places.getBytes(StandardCharsets.UTF_8));
    return entry;
  }

  private static String key(String kind, StoredLetter letter) {
    return key(kind, letter.partition(), letter.offset());
  }

  private static String key(String kind, int partition, long offset) {
    return kind + partition + "/" + offset / CHUNK;
  }

  private static int bit(StoredLetter letter) {
    return (int) (letter.offset() % CHUNK);
  }
}

package dev.pontoon.rig.ledger;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was published and what the legacy broker confirmed: one side of the account. {@link Tally}
 * counts the other.
 *
 * <p>Lost is what the broker confirmed and Kafka does not have, neither in the topic nor among the
 * dead letters. What was published and not confirmed may be there or not.
 *
 * <p>About one bit for each message. Safe for use by several publishers.
 */
public final class Ledger {

  private final String run;
  private final int keys;
  private final int[] next;
  private final BitSet[] confirmed;
  private final Map<Entry, Integer> again = new HashMap<>();

  /**
   * @param run without a dot; unique among those that use one topic
   * @param keys how many ordering keys
   */
  public Ledger(String run, int keys) {
    if (run.indexOf('.') >= 0) {
      throw new IllegalArgumentException("a run's name has no dot: " + run);
    }
    this.run = run;
    this.keys = keys;
    this.next = new int[keys];
    this.confirmed = new BitSet[keys];
    for (int i = 0; i < keys; i++) {
      confirmed[i] = new BitSet();
    }
  }

  /** How many ordering keys. */
  public int keys() {
    return keys;
  }

  /** Enters the next message of a key. It counts as published from now on. */
  public synchronized Entry publish(int key) {
    return new Entry(run, key, next[key]++);
  }

  /** The publisher sends it once more, for it does not know: so the topic may have it once more. */
  public synchronized void publishAgain(Entry entry) {
    again.merge(entry, 1, Integer::sum);
  }

  /** The legacy broker has taken it over. */
  public synchronized void confirm(Entry entry) {
    confirmed[entry.key()].set(entry.sequence());
  }

  /** How many messages were entered. */
  public synchronized long published() {
    long sum = 0;
    for (int count : next) {
      sum += count;
    }
    return sum;
  }

  /** How many messages the legacy broker has confirmed. */
  public synchronized long confirmed() {
    long sum = 0;
    for (BitSet key : confirmed) {
      sum += key.cardinality();
    }
    return sum;
  }

  /** Starts to count what arrived. */
  public Tally tally() {
    return new Tally(this);
  }

  /** The entry with this identity, or null if it was never published here. */
  synchronized @Nullable Entry find(@Nullable String id) {
    if (id == null || !id.startsWith(run + ".")) {
      return null;
    }
    int dot = id.indexOf('.', run.length() + 1);
    try {
      int key = Integer.parseInt(id, run.length() + 1, Math.max(dot, run.length() + 1), 10);
      int sequence = Integer.parseInt(id, dot + 1, id.length(), 10);
      boolean known = key >= 0 && key < keys && sequence >= 0 && sequence < next[key];
      return known ? new Entry(run, key, sequence) : null;
    } catch (NumberFormatException expected) {
      return null;
    }
  }

  /** How often the publisher sent it. */
  synchronized int timesPublished(Entry entry) {
    return 1 + again.getOrDefault(entry, 0);
  }

  /** What is confirmed and not in this set. */
  synchronized BitSet missing(int key, BitSet there) {
    BitSet missing = (BitSet) confirmed[key].clone();
    missing.andNot(there);
    return missing;
  }

  Entry entry(int key, int sequence) {
    return new Entry(run, key, sequence);
  }
}

package dev.pontoon.rig.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What arrived, told record by record in the order of the partitions: the other side of the
 * account. For one thread.
 *
 * <p>A duplicate is a record beyond the number of times that its publisher sent the message. An
 * order break is a message whose first record comes after that of a later message with its key;
 * repetitions break no order.
 */
public final class Tally {

  private static final int EXAMPLES = 10;

  private final Ledger ledger;
  private final BitSet[] seen;
  private final BitSet[] found;
  private final int[] highest;
  private final Map<Entry, Integer> copies = new HashMap<>();
  private final List<String> examples = new ArrayList<>();
  private long stored;
  private long unique;
  private long dead;
  private long duplicates;
  private long unexpected;
  private long orderBreaks;

  Tally(Ledger ledger) {
    this.ledger = ledger;
    this.seen = sets(ledger.keys());
    this.found = sets(ledger.keys());
    this.highest = new int[ledger.keys()];
    Arrays.fill(highest, -1);
  }

  /**
   * A record of the topic.
   *
   * @param id null if it carries none
   */
  public void stored(@Nullable String id) {
    Entry entry = known(id);
    if (entry == null) {
      return;
    }
    stored++;
    if (!seen[entry.key()].get(entry.sequence())) {
      seen[entry.key()].set(entry.sequence());
      unique++;
      inOrder(entry);
    }
    count(entry);
  }

  /**
   * A record of the dead-letter topic.
   *
   * @param id null if it carries none
   */
  public void dead(@Nullable String id) {
    Entry entry = known(id);
    if (entry != null) {
      dead++;
      count(entry);
    }
  }

  /** The account as it stands. */
  public Balance balance() {
    List<String> all = new ArrayList<>(examples);
    long lost = 0;
    for (int key = 0; key < found.length; key++) {
      BitSet missing = ledger.missing(key, found[key]);
      lost += missing.cardinality();
      for (int s = missing.nextSetBit(0); s >= 0 && all.size() < EXAMPLES; s = next(missing, s)) {
        all.add("lost " + ledger.entry(key, s).id());
      }
    }
    return new Balance(
        ledger.published(),
        ledger.confirmed(),
        stored,
        unique,
        lost,
        duplicates,
        dead,
        unexpected,
        orderBreaks,
        all);
  }

  private @Nullable Entry known(@Nullable String id) {
    Entry entry = ledger.find(id);
    if (entry == null) {
      unexpected++;
      example("unexpected " + id);
    }
    return entry;
  }

  private void count(Entry entry) {
    BitSet key = found[entry.key()];
    if (!key.get(entry.sequence())) {
      key.set(entry.sequence());
      return;
    }
    int copy = copies.merge(entry, 2, (before, start) -> before + 1);
    if (copy > ledger.timesPublished(entry)) {
      duplicates++;
      example("duplicate " + entry.id());
    }
  }

  private void inOrder(Entry entry) {
    if (entry.sequence() < highest[entry.key()]) {
      orderBreaks++;
      example("out of order " + entry.id() + " after " + highest[entry.key()]);
    } else {
      highest[entry.key()] = entry.sequence();
    }
  }

  private void example(String text) {
    if (examples.size() < EXAMPLES) {
      examples.add(text);
    }
  }

  private static int next(BitSet set, int after) {
    return set.nextSetBit(after + 1);
  }

  private static BitSet[] sets(int count) {
    BitSet[] sets = new BitSet[count];
    Arrays.setAll(sets, i -> new BitSet());
    return sets;
  }
}

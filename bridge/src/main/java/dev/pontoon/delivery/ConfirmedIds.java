package dev.pontoon.delivery;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The last identities that Kafka has confirmed, oldest forgotten first. Grows with use: an idle
 * route pays nothing; full it takes 1.5 MiB. Plain arrays, because objects that live this long are
 * what garbage collectors like least.
 *
 * <p>Why so many: a RabbitMQ classic queue that is killed brings back up to 32,768 messages that
 * were acknowledged before, and a window of prefetched ones. Safe for all threads.
 */
public final class ConfirmedIds {
  /** Enough for a killed classic queue and a window larger than the default. */
  public static final int CAPACITY = 1 << 16;

  private static final int FIRST = 1 << 8;

  /** Given where the memory is shared with other routes. */
  private final @Nullable IdAllowance allowance;

  private int capacity;

  /** Of the allowance. */
  private int taken;

  /** Identities in the order of arrival: a ring, high and low half in turn. */
  private long[] ring;

  /** Hash table with linear probing: place in the ring + 1, 0 for free. Twice the ring's length. */
  private int[] table;

  private int next;
  private int size;

  /**
   * @param capacity how many are remembered; a power of two
   */
  public ConfirmedIds(int capacity) {
    this(capacity, null);
  }

  /**
   * @param capacity how many are remembered if there is room for so many; a power of two
   * @param allowance of all who remember
   */
  ConfirmedIds(int capacity, @Nullable IdAllowance allowance) {
    this.capacity = capacity;
    this.allowance = allowance;
    int first = Math.min(FIRST, capacity);
    this.ring = new long[2 * first];
    this.table = new int[2 * first];
  }

  public synchronized void add(Identity id) {
    if (find(id.high(), id.low()) >= 0) {
      return;
    }
    if (size == ring.length / 2 && size < capacity) {
      if (mayGrow()) {
        grow();
      } else {
        capacity = size; // once round the ring, it can't grow any more
      }
    }
    if (size == ring.length / 2) {
      forget(next);
    } else {
      size++;
    }
    ring[2 * next] = id.high();
    ring[2 * next + 1] = id.low();
    insert(next);
    next = next + 1 == ring.length / 2 ? 0 : next + 1;
  }

  public synchronized boolean contains(Identity id) {
    return find(id.high(), id.low()) >= 0;
  }

  public synchronized int size() {
    return size;
  }

  private int home(long high, long low) {
    return (int) (high ^ high >>> 32 ^ low) & table.length - 1;
  }

  /** Returns where in the table it is, or -1. */
  private int find(long high, long low) {
    int at = home(high, low);
    while (table[at] != 0) {
      int place = table[at] - 1;
      if (ring[2 * place] == high && ring[2 * place + 1] == low) {
        return at;
      }
      at = at + 1 & table.length - 1;
    }
    return -1;
  }

  private void insert(int place) {
    int at = home(ring[2 * place], ring[2 * place + 1]);
    while (table[at] != 0) {
      at = at + 1 & table.length - 1;
    }
    table[at] = place + 1;
  }

  /** Removes and closes the gap, so that probing never stops too early. */
  private void forget(int place) {
    int gap = find(ring[2 * place], ring[2 * place + 1]);
    int at = gap;
    while (true) {
      at = at + 1 & table.length - 1;
      if (table[at] == 0) {
        break;
      }
      int other = table[at] - 1;
      int home = home(ring[2 * other], ring[2 * other + 1]);
      if ((at - home & table.length - 1) >= (at - gap & table.length - 1)) {
        table[gap] = table[at];
        gap = at;
      }
    }
    table[gap] = 0;
  }

  /** What was remembered stays; its room is for others. For the end of a route. */
  synchronized void giveBack() {
    if (allowance != null) {
      allowance.giveBack(taken);
      taken = 0;
    }
  }

  private boolean mayGrow() {
    if (allowance == null || 2 * size <= IdAllowance.EACH) {
      return true;
    }
    if (!allowance.take(size)) {
      return false;
    }
    taken += size;
    return true;
  }

  /** Only ever called when the ring is full and has not wrapped: places stay as they are. */
  private void grow() {
    next = size;
    ring = Arrays.copyOf(ring, 2 * ring.length);
    table = new int[2 * table.length];
    for (int place = 0; place < size; place++) {
      insert(place);
    }
  }
}

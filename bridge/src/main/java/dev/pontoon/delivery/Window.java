package dev.pontoon.delivery;

/**
 * What one session has taken and not yet acknowledged: hands out sequences, remembers which are
 * settled, knows up to where all are. Bounded, so that a source that is faster than Kafka waits.
 *
 * <p>Safe for all threads. Settling is constant time and wakes a waiter rarely: a wake-up costs
 * more than everything else here. No wake-up is lost, because whoever waits is woken at the latest
 * when nothing is unfinished, and after that nothing changes but by the waiter or the end.
 */
final class Window {
  /** Who waits for room goes on when this part of the window is free again. */
  private static final int ROOM_PART = 8;

  private final boolean[] settled;
  private final int mask;
  private final int capacity;
  private final int room;
  private long taken;
  private long low;
  private int unfinished;
  private boolean ended;
  private boolean awaitingRoom;
  private boolean awaitingFinish;

  /**
   * @param capacity messages between delivery and acknowledgement, at least 1
   */
  Window(int capacity) {
    this.capacity = capacity;
    this.room = Math.max(1, capacity / ROOM_PART);
    int size = Integer.highestOneBit(Math.max(1, capacity - 1)) << 1;
    this.settled = new boolean[size];
    this.mask = size - 1;
  }

  /**
   * Takes the next place; waits while the window is full.
   *
   * @param alone whether to wait until everything before is finished
   * @return the sequence, from 1, or 0 when the window has ended
   */
  synchronized long take(boolean alone) throws InterruptedException {
    while (!ended && (taken - low >= capacity || alone && unfinished > 0)) {
      if (alone) {
        awaitingFinish = true;
      } else {
        awaitingRoom = true;
      }
      wait();
    }
    if (ended) {
      return 0;
    }
    unfinished++;
    return ++taken;
  }

  /**
   * The message is safe in Kafka.
   *
   * @return the new low-water mark if this moved it, else 0
   */
  synchronized long settle(long sequence) {
    settled[(int) sequence & mask] = true;
    unfinished--;
    long before = low;
    while (low < taken && settled[(int) (low + 1) & mask]) {
      low++;
      settled[(int) low & mask] = false;
    }
    wake();
    return low > before ? low : 0;
  }

  /**
   * The message is out of this process's hands and was not settled: it must not be acknowledged.
   */
  synchronized void abandon() {
    unfinished--;
    wake();
  }

  /** Nothing is taken any more; wakes whoever waits to take. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  synchronized boolean ended() {
    return ended;
  }

  /** Everything up to here is settled. */
  synchronized long lowWater() {
    return low;
  }

  /** The last sequence handed out. */
  synchronized long taken() {
    return taken;
  }

  synchronized int unacknowledged() {
    return (int) (taken - low);
  }

  /**
   * Waits until nothing is unfinished.
   *
   * @param nanos how long at most; Long.MAX_VALUE for ever
   * @return whether that is so
   */
  synchronized boolean awaitFinished(long nanos) throws InterruptedException {
    long deadline = nanos == Long.MAX_VALUE ? Long.MAX_VALUE : System.nanoTime() + nanos;
    while (unfinished > 0) {
      awaitingFinish = true;
      if (deadline == Long.MAX_VALUE) {
        wait();
      } else {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        wait(Math.max(1, left / 1_000_000));
      }
    }
    return true;
  }

  /**
   * Waits a while, or until the window has ended.
   *
   * @return whether it has
   */
  synchronized boolean awaitEnd(long millis) throws InterruptedException {
    long deadline = System.nanoTime() + millis * 1_000_000;
    while (!ended) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      wait(Math.max(1, left / 1_000_000));
    }
    return true;
  }

  /** After a change; whoever still has to wait says so again. */
  private void wake() {
    boolean enough =
        unfinished == 0
            ? awaitingFinish || awaitingRoom
            : awaitingRoom && capacity - (taken - low) >= room;
    if (enough) {
      awaitingFinish = false;
      awaitingRoom = false;
      notifyAll();
    }
  }
}

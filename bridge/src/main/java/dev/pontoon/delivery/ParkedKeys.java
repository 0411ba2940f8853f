package dev.pontoon.delivery;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The keys of a route whose later messages follow a refused one into the dead-letter topic. What is
 * parked is no secret of this process: a key is parked as long as a dead letter with it has not
 * been brought back, and each session begins with what the dead-letter topic says. Safe for all
 * threads.
 */
final class ParkedKeys {
  private final int most;
  private final Set<ByteBuffer> keys = ConcurrentHashMap.newKeySet();

  /**
   * @param most keys that are kept in memory
   */
  ParkedKeys(int most) {
    this.most = most;
  }

  /** Parks a key. Returns false if it is not parked and there is no room for it. */
  synchronized boolean add(byte[] key) {
    ByteBuffer wrapped = ByteBuffer.wrap(key);
    return keys.contains(wrapped) || keys.size() < most && keys.add(wrapped);
  }

  boolean contains(byte[] key) {
    return !keys.isEmpty() && keys.contains(ByteBuffer.wrap(key));
  }

  /**
   * Begins anew with what the dead-letter topic says.
   *
   * @throws IllegalStateException when it can't be read, or parks more keys than there is room for;
   *     the message says what to do
   */
  synchronized void restore(LetterKeys letters) throws InterruptedException {
    keys.clear();
    letters.read(
        key -> {
          if (!add(key)) {
            throw new IllegalStateException(full());
          }
        });
  }

  /** What the operator is told when there is no room for one more. */
  String full() {
    return most
        + " keys are parked, which is the most: put right what was wrong with their messages,"
        + " redrive the dead letters, then restart the bridge";
  }
}

package dev.pontoon.mapping;

import dev.pontoon.message.Body;
import java.util.BitSet;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Bounds what trees made of bodies, to find keys in them, take of the heap: those of all routes
 * together. A few bytes of body can become a hundred times as many of tree, so a body is weighed
 * before anything is made of it. Safe for all threads.
 */
public final class TreeRoom {
  /** This part of the heap. */
  static final int HEAP_PART = 6;

  /** Bytes of heap for each mark: a node with its name, its place and its index. */
  static final int NODE = 200;

  /** Bytes of heap for each byte of body: read, decoded, kept. */
  static final int TEXT = 3;

  /** What is lighter is free: it can't do harm, and nobody shall wait for it. */
  private static final int LIGHT = 256 << 10;

  private static final int UNIT = 1 << 10;

  private final long bytes;
  private final Semaphore free;

  /**
   * @param bytes of all trees at a time
   */
  TreeRoom(long bytes) {
    this.bytes = bytes;
    this.free = new Semaphore(units(bytes), true);
  }

  /** As much as this process's heap allows. */
  public static TreeRoom ofHeap() {
    return new TreeRoom(Runtime.getRuntime().maxMemory() / HEAP_PART);
  }

  /**
   * Runs it once there is room, which takes as long as others need that have it; or says why there
   * can't be any.
   *
   * @param marks characters that begin a node
   */
  KeyFinding within(Body body, String marks, Supplier<KeyFinding> search) {
    long weight = weight(body, marks);
    if (weight <= LIGHT) {
      return search.get();
    }
    if (weight > bytes) {
      return new KeyFinding.Unreadable(
          "the body would take about "
              + mebibytes(weight)
              + " of memory to look into it, and "
              + mebibytes(bytes)
              + " are there: raise the heap (-Xmx in PONTOON_JAVA_OPTS) or take the key from a"
              + " header");
    }
    int units = units(weight);
    free.acquireUninterruptibly(units);
    try {
      return search.get();
    } finally {
      free.release(units);
    }
  }

  private static String mebibytes(long bytes) {
    return (bytes + (1 << 20) - 1) / (1 << 20) + " MiB";
  }

  private static int units(long bytes) {
    return (int) Math.min(Integer.MAX_VALUE, bytes / UNIT);
  }

  private static long weight(Body body, String marks) {
    long size = body.size();
    if (size * (TEXT + NODE) <= LIGHT) {
      return 0;
    }
    BitSet counted = new BitSet(128);
    marks.chars().forEach(counted::set);
    long nodes = 0;
    if (body instanceof Body.Bytes binary) {
      for (byte next : binary.bytes()) {
        nodes += next > 0 && counted.get(next) ? 1 : 0;
      }
    } else if (body instanceof Body.Text text && text.text() != null) {
      nodes = text.text().chars().filter(next -> next < 128 && counted.get(next)).count();
    }
    return TEXT * size + NODE * nodes;
  }
}

package dev.pontoon.rig.load;

import dev.pontoon.rig.ledger.Entry;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Bodies that a seed decides, so that they need not be kept to be sent again. Sizes are spread
 * evenly over the orders of magnitude: as many of 10 to 100 bytes as of 1,000 to 10,000. Bodies are
 * lower-case letters, so that they fit any message type.
 */
public final class Payloads {

  private static final int LETTERS = 26;

  private final long seed;
  private final int smallest;
  private final int largest;
  private final byte[] text;

  /**
   * @param smallest size in bytes, at least 1
   * @param largest size in bytes
   */
  public Payloads(long seed, int smallest, int largest) {
    this.seed = seed;
    this.smallest = smallest;
    this.largest = largest;
    this.text = new byte[2 * largest];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < text.length; i++) {
      text[i] = (byte) ('a' + random.nextInt(LETTERS));
    }
  }

  /** From 10 bytes to 64 KiB. */
  public static Payloads mixed(long seed) {
    return new Payloads(seed, 10, 64 * 1024);
  }

  /** All of one size. */
  public static Payloads of(long seed, int size) {
    return new Payloads(seed, size, size);
  }

  /** The body of a message, the same at every call. */
  public byte[] body(Entry entry) {
    SplittableRandom random =
        new SplittableRandom(seed ^ ((long) entry.key() << Integer.SIZE) ^ entry.sequence());
    int size = smallest;
    if (largest > smallest) {
      double magnitude = random.nextDouble() * Math.log((double) largest / smallest);
      size = (int) Math.min(largest, Math.round(smallest * Math.exp(magnitude)));
    }
    int start = random.nextInt(text.length - size + 1);
    return Arrays.copyOfRange(text, start, start + size);
  }
}

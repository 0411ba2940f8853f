package dev.pontoon.bench.measure;

import java.util.ArrayList;
import java.util.List;

/**
 * What became of the messages of one round.
 *
 * @param published confirmed by the legacy broker
 * @param unique that arrived at least once
 * @param duplicates records more than that
 * @param left that still waited when the contestant had stopped
 * @param foreign records that were not recognised
 * @param orderBreaks messages that arrived after a later one of the same key
 */
public record Books(
    int published, int unique, long duplicates, long left, long foreign, long orderBreaks) {

  /** Neither arrived nor waiting. */
  public long lost() {
    return Math.max(0, published - unique - left);
  }

  /** Why the books do not close, or what came twice; empty if all is well. Order is told apart. */
  public List<String> flags() {
    List<String> flags = new ArrayList<>();
    int missing = published - unique;
    flag(flags, lost(), "LOST");
    flag(flags, Math.min(left, missing), "not moved");
    flag(flags, left - missing, "moved, but not acknowledged");
    flag(flags, duplicates, "duplicates");
    flag(flags, foreign, "not recognised");
    return flags;
  }

  private static void flag(List<String> flags, long count, String what) {
    if (count > 0) {
      flags.add(count + " " + what);
    }
  }
}

package dev.pontoon.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a JVM's own log says of its heap: how full it was before and after each collection. Between
 * two collections it grew by what was allocated, so that no agent is needed.
 */
public final class GcLog {

  private static final Pattern PAUSE =
      Pattern.compile("^\\[(\\d+)ms].* Pause .* (\\d+)M->(\\d+)M\\(\\d+M\\).*$");
  private static final long MIB = 1L << 20;

  /** Times in milliseconds since 1970, sizes in bytes. */
  private record Collection(long time, long before, long after) {}

  private final List<Collection> collections;

  private GcLog(List<Collection> collections) {
    this.collections = collections;
  }

  /** Reads the file; empty without one. */
  public static GcLog read(@Nullable Path file) {
    if (file == null || !Files.exists(file)) {
      return new GcLog(List.of());
    }
    try {
      return of(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static GcLog of(String text) {
    List<Collection> found = new ArrayList<>();
    text.lines()
        .map(PAUSE::matcher)
        .filter(Matcher::matches)
        .forEach(
            m ->
                found.add(
                    new Collection(
                        Long.parseLong(m.group(1)),
                        MIB * Long.parseLong(m.group(2)),
                        MIB * Long.parseLong(m.group(3)))));
    return new GcLog(found);
  }

  /**
   * What was allocated from one collection to another.
   *
   * @param from milliseconds since 1970
   * @param to milliseconds since 1970
   */
  public record Allocated(long from, long to, long bytes) {}

  /**
   * Between the first and the last collection in that time.
   *
   * @param atLeast so many collections have to be in it, two or more
   * @return empty if there were fewer: then the log does not tell
   */
  public Optional<Allocated> allocated(long from, long to, int atLeast) {
    List<Collection> within =
        collections.stream().filter(c -> c.time >= from && c.time <= to).toList();
    if (within.size() < atLeast) {
      return Optional.empty();
    }
    long bytes = 0;
    for (int i = 1; i < within.size(); i++) {
      bytes += within.get(i).before - within.get(i - 1).after;
    }
    return Optional.of(
        new Allocated(within.get(0).time, within.get(within.size() - 1).time, bytes));
  }

  /** The fullest that the heap was at a collection, in bytes; 0 without any. */
  public long peak() {
    return collections.stream().mapToLong(Collection::before).max().orElse(0);
  }

  /**
   * How much higher the heap was after a collection in the last third of all collections than in
   * the first third, taking the fullest of each, in bytes; NaN for fewer than six.
   */
  public double drift() {
    int third = collections.size() / 3;
    if (third < 2) {
      return Double.NaN;
    }
    return after(collections.subList(collections.size() - third, collections.size()))
        - after(collections.subList(0, third));
  }

  private static double after(List<Collection> part) {
    return part.stream().mapToDouble(Collection::after).max().orElse(Double.NaN);
  }
}

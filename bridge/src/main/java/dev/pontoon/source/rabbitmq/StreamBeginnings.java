package dev.pontoon.source.rabbitmq;

import dev.pontoon.delivery.Position;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Where this process began in the streams of a route. A connection may be lost before a position is
 * kept: the next one must begin there again, and not at what is `next` or `last` by then. Safe for
 * all threads.
 */
final class StreamBeginnings {
  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private final Set<String> empty = ConcurrentHashMap.newKeySet();
  private final Map<String, Position> first = new ConcurrentHashMap<>();

  /** The streams to read. Those that were not there the first time are read from their first. */
  synchronized void read(List<String> streams) {
    boolean later = !seen.isEmpty();
    for (String stream : streams) {
      if (seen.add(stream) && later) {
        empty.add(stream);
      }
    }
  }

  /** A message that is to be read, or the newest one known before those; null if none is known. */
  @Nullable Position first(String stream) {
    return first.get(stream);
  }

  /** Whether all that the stream has came after the route began. */
  boolean wasEmpty(String stream) {
    return empty.contains(stream);
  }

  void at(Position message) {
    first.put(message.stream(), message);
  }

  void atEmpty(String stream) {
    empty.add(stream);
  }
}

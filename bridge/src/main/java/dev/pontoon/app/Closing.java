package dev.pontoon.app;

import dev.pontoon.source.Causes;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Parts that are closed together, the newest first; one that fails keeps no other from it. */
final class Closing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

  private record Part(String name, AutoCloseable part) {}

  private final Deque<Part> parts = new ArrayDeque<>();

  /** Closed before all that were added earlier. */
  void add(String name, AutoCloseable part) {
    parts.push(new Part(name, part));
  }

  /** Never throws; a second call does nothing. */
  @Override
  public void close() {
    while (!parts.isEmpty()) {
      Part next = parts.pop();
      try {
        next.part().close();
      } catch (Exception | Error e) {
        LOG.atWarn()
            .setCause(e)
            .addKeyValue("part", next.name())
            .addKeyValue("detail", Causes.of(e))
            .log("not closed cleanly; the other parts are closed all the same");
      }
    }
  }
}

package dev.pontoon.source;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All sources of a process, to end them at the same time: a hundred routes stop as fast as one.
 * They share the room for large messages.
 */
public final class ActiveSources {
  private static final Logger LOG = LoggerFactory.getLogger(ActiveSources.class);

  private final Set<SourceLoop> sources = ConcurrentHashMap.newKeySet();
  private final LargeRoom largeRoom = new LargeRoom();

  /** For messages that are too large to be fetched ahead. */
  public LargeRoom largeRoom() {
    return largeRoom;
  }

  void add(SourceLoop source) {
    sources.add(source);
  }

  void remove(SourceLoop source) {
    sources.remove(source);
  }

  /**
   * Ends every source cleanly; returns when the last one has ended.
   *
   * @param stopTimeout how long each may wait for what it has in flight
   */
  public void finish(Duration stopTimeout) {
    CompletableFuture<?>[] ending =
        sources.stream().map(SourceLoop::stop).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(ending)
          .get(SourceLoop.stopLimit(stopTimeout).toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      sources.forEach(
          source ->
              LOG.atWarn()
                  .addKeyValue("route", source.route())
                  .log("the source has not ended: what it had in flight stays on the queue"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

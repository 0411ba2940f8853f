package dev.pontoon.source;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All sources of a process, to end them at the same time: a hundred routes stop as fast as one. */
public final class ActiveSources {
  private static final Logger LOG = LoggerFactory.getLogger(ActiveSources.class);

  private final List<SourceConsumer> sources = new CopyOnWriteArrayList<>();

  void add(SourceConsumer source) {
    sources.add(source);
  }

  /** Ends every source cleanly; returns when the last one has ended. */
  public void finish(ExecutorService pool) {
    List<CompletableFuture<Void>> ending =
        sources.stream().map(s -> CompletableFuture.runAsync(() -> finish(s), pool)).toList();
    ending.forEach(CompletableFuture::join);
  }

  /** One source that can't end cleanly must not keep the others from it. */
  private static void finish(SourceConsumer source) {
    try {
      source.finish();
    } catch (RuntimeException e) {
      LOG.atWarn()
          .addKeyValue("source", source.getEndpoint().getEndpointUri())
          .addKeyValue("detail", Causes.of(e))
          .log("source did not end cleanly: what it had in flight stays on the queue");
    }
  }
}

package dev.pontoon.source;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;

/** All sources of a process, to end them at the same time: a hundred routes stop as fast as one. */
public final class ActiveSources {
  private final List<SourceConsumer> sources = new CopyOnWriteArrayList<>();

  void add(SourceConsumer source) {
    sources.add(source);
  }

  /** Ends every source cleanly; returns when the last one has ended. */
  public void finish(ExecutorService pool) {
    List<CompletableFuture<Void>> ending =
        sources.stream().map(s -> CompletableFuture.runAsync(s::finish, pool)).toList();
    ending.forEach(CompletableFuture::join);
  }
}

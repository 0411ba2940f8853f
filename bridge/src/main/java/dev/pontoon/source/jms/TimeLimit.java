package dev.pontoon.source.jms;

import dev.pontoon.source.Workers;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls of a client that may hang for ever, on a worker and only for so long. */
final class TimeLimit {
  private final Workers workers;

  TimeLimit(Workers workers) {
    this.workers = workers;
  }

  /**
   * Opens something. What is opened too late is closed.
   *
   * @throws TimeoutException when it took too long; the thread was interrupted then
   * @throws Exception what the opening threw
   */
  <T extends AutoCloseable> T open(Callable<T> opening, Duration limit) throws Exception {
    CompletableFuture<T> result = new CompletableFuture<>();
    Future<?> running =
        workers
            .pool()
            .submit(
                () -> {
                  try {
                    T opened = opening.call();
                    if (!result.complete(opened)) {
                      opened.close();
                    }
                  } catch (Exception e) {
                    result.completeExceptionally(e);
                  }
                });
    try {
      return result.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } catch (TimeoutException | InterruptedException e) {
      if (result.completeExceptionally(e)) {
        running.cancel(true);
        throw e;
      }
      return result.get();
    }
  }

  /**
   * Calls something.
   *
   * @throws TimeoutException when it took too long; its thread was interrupted then
   * @throws Exception what the call threw
   */
  <T> T call(Callable<T> call, Duration limit) throws Exception {
    Future<T> running = workers.pool().submit(call);
    try {
      return running.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } catch (TimeoutException | InterruptedException e) {
      running.cancel(true);
      throw e;
    }
  }

  /** Closes something; returns whether that was done in time. Errors of the closing are ignored. */
  boolean close(AutoCloseable open, Duration limit) {
    Future<?> running =
        workers
            .pool()
            .submit(
                () -> {
                  open.close();
                  return null;
                });
    try {
      running.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException ignored) {
      return true;
    } catch (TimeoutException e) {
      running.cancel(true);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

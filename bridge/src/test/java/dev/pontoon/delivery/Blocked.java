package dev.pontoon.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** The result of a call on a thread of its own that is expected to block. */
final class Blocked<T> extends CompletableFuture<T> {
  private static final Duration STILL = Duration.ofMillis(20);

  private final Thread thread;

  private Blocked(Callable<T> call) {
    thread =
        new Thread(
            () -> {
              try {
                complete(call.call());
              } catch (Throwable e) {
                completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
  }

  /** Begins the call and returns at once. */
  static <T> Blocked<T> calling(Callable<T> call) {
    Blocked<T> made = new Blocked<>(call);
    made.thread.start();
    return made;
  }

  /**
   * Fails if the call has ended or ends now. That it has not ended yet says nothing: the thread may
   * not even have begun, or may be on its way back. So it must stand still.
   */
  Blocked<T> assertWaits() {
    await()
        .pollInterval(Duration.ofMillis(2))
        .during(STILL)
        .atMost(Duration.ofSeconds(10))
        .until(() -> isDone() || waits());
    assertThat(this).isNotDone();
    return this;
  }

  private boolean waits() {
    Thread.State state = thread.getState();
    return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
  }

  void interrupt() {
    thread.interrupt();
  }
}

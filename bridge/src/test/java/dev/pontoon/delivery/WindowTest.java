package dev.pontoon.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WindowTest {

  @Property
  void theLowWaterMarkIsTheModels(
      @ForAll @IntRange(min = 1, max = 40) int capacity,
      @ForAll @Size(max = 300) List<@IntRange(min = 0, max = 1_000) Integer> choices)
      throws Exception {
    Window window = new Window(capacity);
    TreeSet<Long> open = new TreeSet<>();
    long taken = 0;
    for (int choice : choices) {
      boolean full = taken - low(open, taken) >= capacity;
      if (!full && (choice % 2 == 0 || open.isEmpty())) {
        assertThat(window.take(false)).isEqualTo(++taken);
        open.add(taken);
      } else if (!open.isEmpty()) {
        long before = low(open, taken);
        long settled = new ArrayList<>(open).get(choice % open.size());
        open.remove(settled);
        long now = low(open, taken);
        assertThat(window.settle(settled)).isEqualTo(now > before ? now : 0);
      }
      assertThat(window.lowWater()).isEqualTo(low(open, taken));
      assertThat(window.taken()).isEqualTo(taken);
      assertThat(window.unacknowledged()).isEqualTo((int) (taken - low(open, taken)));
      assertThat(window.unacknowledged()).isLessThanOrEqualTo(capacity);
    }
  }

  private static long low(TreeSet<Long> open, long taken) {
    return open.isEmpty() ? taken : open.first() - 1;
  }

  @Property(tries = 20)
  void aFullWindowWaitsUntilTheOldestIsSettled(@ForAll @IntRange(min = 1, max = 70) int capacity)
      throws Exception {
    Window window = new Window(capacity);
    for (int i = 0; i < capacity; i++) {
      window.take(false);
    }
    for (int i = 2; i <= capacity; i++) {
      window.settle(i);
    }
    CompletableFuture<Long> next = taking(window, false);
    assertThat(next).isNotDone();
    assertThat(window.settle(1)).isEqualTo(capacity);
    assertThat(next.get(5, TimeUnit.SECONDS)).isEqualTo(capacity + 1L);
  }

  @Test
  void aloneWaitsUntilEverythingBeforeIsFinished() throws Exception {
    Window window = new Window(10);
    window.take(false);
    window.take(false);
    CompletableFuture<Long> alone = taking(window, true);
    window.settle(2);
    assertThat(alone).isNotDone();
    window.settle(1);
    assertThat(alone.get(5, TimeUnit.SECONDS)).isEqualTo(3);
  }

  @Test
  void whatIsAbandonedIsFinishedButNeverPassed() throws Exception {
    Window window = new Window(10);
    window.take(false);
    window.take(false);
    window.abandon();
    assertThat(window.settle(2)).isZero();
    assertThat(window.lowWater()).isZero();
    assertThat(window.awaitFinished(0)).isTrue();
    assertThat(window.unacknowledged()).isEqualTo(2);
  }

  @Test
  void theEndWakesEverybody() throws Exception {
    Window window = new Window(1);
    window.take(false);
    List<CompletableFuture<Long>> waiting = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      waiting.add(taking(window, i % 2 == 0));
    }
    CompletableFuture<Boolean> end = CompletableFuture.supplyAsync(() -> awaitEnd(window));
    window.end();
    for (CompletableFuture<Long> one : waiting) {
      assertThat(one.get(5, TimeUnit.SECONDS)).isZero();
    }
    assertThat(end.get(5, TimeUnit.SECONDS)).isTrue();
    assertThat(window.take(false)).isZero();
    assertThat(window.awaitEnd(1)).isTrue();
  }

  @Test
  void waitingForTheEndHasATimeLimit() throws Exception {
    Window window = new Window(1);
    assertThat(window.awaitEnd(20)).isFalse();
    window.take(false);
    assertThat(window.awaitFinished(20_000_000)).isFalse();
  }

  @Test
  void waitingForTheFinishIsWokenBySettlingAndAbandoning() throws Exception {
    Window window = new Window(4);
    window.take(false);
    window.take(false);
    CompletableFuture<Boolean> forEver =
        CompletableFuture.supplyAsync(() -> finished(window, Long.MAX_VALUE));
    CompletableFuture<Boolean> limited =
        CompletableFuture.supplyAsync(() -> finished(window, Duration.ofSeconds(15).toNanos()));
    window.settle(1);
    window.abandon();
    await().atMost(Duration.ofSeconds(5)).until(() -> forEver.isDone() && limited.isDone());
    assertThat(forEver.join()).isTrue();
    assertThat(limited.join()).isTrue();
  }

  private static CompletableFuture<Long> taking(Window window, boolean alone) throws Exception {
    CompletableFuture<Long> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                result.complete(window.take(alone));
              } catch (InterruptedException e) {
                result.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    await().until(() -> result.isDone() || thread.getState() == Thread.State.WAITING);
    return result;
  }

  private static boolean awaitEnd(Window window) {
    try {
      return window.awaitEnd(10_000);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean finished(Window window, long nanos) {
    try {
      return window.awaitFinished(nanos);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

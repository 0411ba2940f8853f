package dev.pontoon.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pontoon.rig.fault.Seed;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WindowTest {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

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
    Blocked<Long> next = taking(window, false);
    next.assertWaits();
    assertThat(window.settle(1)).isEqualTo(capacity);
    assertThat(next.get(5, TimeUnit.SECONDS)).isEqualTo(capacity + 1L);
  }

  @Test
  void aloneWaitsUntilEverythingBeforeIsFinished() throws Exception {
    Window window = new Window(10);
    window.take(false);
    window.take(false);
    Blocked<Long> alone = taking(window, true);
    window.settle(2);
    alone.assertWaits();
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

  @Test
  void whoWaitsForTheFinishIsWokenOnceAndForRoomWhenAnEighthIsFree() throws Exception {
    Window window = new Window(64);
    for (int i = 0; i < 64; i++) {
      window.take(false);
    }
    Waiter taker = new Waiter(() -> window.take(false));
    Waiter finisher = new Waiter(() -> window.awaitFinished(Long.MAX_VALUE));
    for (int i = 1; i <= 64; i++) {
      window.settle(i);
      // Whoever is woken in vain waits again.
      assertThat(taker.waitsOrEnds()).as("after %d", i).isEqualTo(i < 8);
    }
    window.settle(65);
    finisher.ends();
    assertThat(taker.times()).as("waits for room").isEqualTo(1);
    // The taker's wake-up is for all.
    assertThat(finisher.times()).as("waits for the finish").isLessThanOrEqualTo(2);
  }

  @Test
  void noWakeUpIsLost() throws Exception {
    long seed = Seed.printed("WindowTest");
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      Window window = new Window(1 + random.nextInt(20));
      BlockingQueue<Long> open = new LinkedBlockingQueue<>();
      int messages = 1 + random.nextInt(300);
      long settling = random.nextLong();
      CompletableFuture<Void> kafka =
          CompletableFuture.runAsync(() -> settleAll(window, open, messages, settling));
      for (int i = 0; i < messages; i++) {
        open.add(window.take(random.nextInt(10) == 0));
        if (random.nextInt(10) == 0) {
          assertThat(window.awaitFinished(Long.MAX_VALUE)).isTrue();
        }
      }
      assertThat(window.awaitFinished(Long.MAX_VALUE)).isTrue();
      kafka.get(5, TimeUnit.SECONDS);
      assertThat(window.lowWater()).as("seed %d", seed).isEqualTo(messages);
    }
  }

  /** In any order, but never waits for more than there is: then only the window can be stuck. */
  private static void settleAll(Window window, BlockingQueue<Long> open, int count, long seed) {
    Random random = new Random(seed);
    List<Long> held = new ArrayList<>();
    try {
      for (int left = count; left > 0; left--) {
        if (held.isEmpty()) {
          held.add(open.take());
        }
        open.drainTo(held, random.nextInt(20));
        window.settle(held.remove(random.nextInt(held.size())));
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A thread that waits on the window, and how often it did. */
  private static final class Waiter {
    private final Thread thread;
    private final AtomicLong times = new AtomicLong();

    Waiter(Callable<?> waiting) {
      thread =
          new Thread(
              () -> {
                try {
                  waiting.call();
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
                ThreadInfo me = THREADS.getThreadInfo(Thread.currentThread().getId());
                times.set(me.getWaitedCount());
              });
      thread.setDaemon(true);
      thread.start();
      waitsOrEnds();
    }

    boolean waitsOrEnds() {
      await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(1))
          .until(() -> thread.getState() == Thread.State.WAITING || !thread.isAlive());
      return thread.isAlive();
    }

    void ends() {
      await().until(() -> !thread.isAlive());
    }

    long times() {
      return times.get();
    }
  }

  private static Blocked<Long> taking(Window window, boolean alone) {
    return Blocked.calling(() -> window.take(alone));
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

package dev.pontoon.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ByteBudgetTest {
  private static final int LIMIT = 1_000;

  private final ByteBudget budget = new ByteBudget(LIMIT);

  @Test
  void whatFitsIsTakenAtOnce() throws Exception {
    assertThat(budget.acquire(600, () -> false)).isTrue();
    assertThat(budget.acquire(400, () -> false)).isTrue();
    assertThat(budget.used()).isEqualTo(LIMIT);
  }

  @Test
  void aLargerMessageThanTheWholeBudgetPassesAlone() throws Exception {
    assertThat(budget.acquire(5 * LIMIT, () -> false)).isTrue();
    CompletableFuture<Boolean> next = acquiring(1, new AtomicBoolean());
    assertThat(next).isNotDone();
    budget.release(5 * LIMIT);
    assertThat(next.get(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void closingEndsTheWaitAndTakesNothing() throws Exception {
    budget.acquire(LIMIT, () -> false);
    AtomicBoolean closed = new AtomicBoolean();
    CompletableFuture<Boolean> waiting = acquiring(10, closed);
    closed.set(true);
    assertThat(waiting.get(5, TimeUnit.SECONDS)).isFalse();
    assertThat(budget.used()).isEqualTo(LIMIT);
    budget.release(LIMIT);
    assertThat(budget.acquire(1, () -> false)).isTrue();
  }

  /** Other routes' small messages must not keep a large one out for ever. */
  @Test
  void theOneWhoWaitsLongestComesFirst() throws Exception {
    budget.acquire(500, () -> false);
    CompletableFuture<Boolean> large = acquiring(3 * LIMIT, new AtomicBoolean());
    CompletableFuture<Boolean> small = acquiring(10, new AtomicBoolean());
    assertThat(small).isNotDone();
    budget.release(500);
    assertThat(large.get(5, TimeUnit.SECONDS)).isTrue();
    assertThat(small).isNotDone();
    budget.release(3 * LIMIT);
    assertThat(small.get(5, TimeUnit.SECONDS)).isTrue();
    assertThat(budget.used()).isEqualTo(10);
  }

  @Test
  void aWaiterThatGivesUpLetsTheNextOneIn() throws Exception {
    budget.acquire(500, () -> false);
    AtomicBoolean closed = new AtomicBoolean();
    CompletableFuture<Boolean> large = acquiring(3 * LIMIT, closed);
    CompletableFuture<Boolean> small = acquiring(10, new AtomicBoolean());
    closed.set(true);
    assertThat(large.get(5, TimeUnit.SECONDS)).isFalse();
    assertThat(small.get(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void manyThreadsNeverExceedTheLimitAndAllComeThrough() throws Exception {
    long seed = System.nanoTime();
    AtomicLong inside = new AtomicLong();
    ConcurrentLinkedQueue<String> broken = new ConcurrentLinkedQueue<>();
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        Random random = new Random(seed + t);
        all.add(pool.submit(() -> takeAndGive(random, inside, broken)));
      }
      for (Future<?> one : all) {
        one.get(25, TimeUnit.SECONDS);
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(broken).as("seed %d", seed).isEmpty();
    assertThat(budget.used()).as("seed %d", seed).isZero();
  }

  private Void takeAndGive(Random random, AtomicLong inside, ConcurrentLinkedQueue<String> broken)
      throws InterruptedException {
    for (int i = 0; i < 5_000; i++) {
      int size = 1 + random.nextInt(i % 100 == 0 ? 2 * LIMIT : LIMIT / 3);
      budget.acquire(size, () -> false);
      long now = inside.addAndGet(size);
      if (now > LIMIT && now != size) {
        broken.add(now + " bytes inside with " + size);
      }
      inside.addAndGet(-size);
      budget.release(size);
    }
    return null;
  }

  private CompletableFuture<Boolean> acquiring(int size, AtomicBoolean closed) {
    CompletableFuture<Boolean> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                result.complete(budget.acquire(size, closed::get));
              } catch (InterruptedException e) {
                result.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    await()
        .until(
            () ->
                result.isDone()
                    || thread.getState() == Thread.State.TIMED_WAITING
                    || thread.getState() == Thread.State.WAITING);
    return result;
  }
}

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
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ByteBudgetTest {
  private static final int LIMIT = 1_000;

  private final AtomicLong common = new AtomicLong();

  private final ByteBudget budget = new ByteBudget(LIMIT);
  private final ByteBudget.Share share = budget.share();

  @Test
  void whatFitsIsTakenAtOnce() throws Exception {
    assertThat(take(share, 500)).isEqualTo(500);
    assertThat(take(share, 500)).isEqualTo(-500);
    assertThat(budget.used()).isEqualTo(LIMIT);
  }

  @Test
  void aLargerMessageThanTheWholeBudgetPassesAlone() throws Exception {
    assertThat(take(share, 5 * LIMIT)).isEqualTo(-5 * LIMIT);
    take(share, 500);
    Blocked<Integer> next = acquiring(1, new AtomicBoolean());
    next.assertWaits();
    share.release(-5 * LIMIT);
    assertThat(next.get(5, TimeUnit.SECONDS)).isEqualTo(-1);
  }

  @Test
  void closingEndsTheWaitAndTakesNothing() throws Exception {
    take(share, 500);
    take(share, 500);
    AtomicBoolean closed = new AtomicBoolean();
    CompletableFuture<Integer> waiting = acquiring(10, closed);
    closed.set(true);
    assertThat(waiting.get(5, TimeUnit.SECONDS)).isZero();
    assertThat(budget.used()).isEqualTo(LIMIT);
    share.release(500);
    assertThat(take(share, 1)).isEqualTo(1);
  }

  /** Other routes' small messages must not keep a large one out for ever. */
  @Test
  void theOneWhoWaitsLongestComesFirst() throws Exception {
    take(share, 500);
    take(share, 500);
    CompletableFuture<Integer> large = acquiring(3 * LIMIT, new AtomicBoolean());
    Blocked<Integer> small = acquiring(10, new AtomicBoolean());
    small.assertWaits();
    share.release(-500);
    assertThat(large.get(5, TimeUnit.SECONDS)).isEqualTo(-3 * LIMIT);
    small.assertWaits();
    share.release(-3 * LIMIT);
    assertThat(small.get(5, TimeUnit.SECONDS)).isEqualTo(-10);
    assertThat(budget.used()).isEqualTo(510);
  }

  @Test
  void aWaiterThatGivesUpLetsTheNextOneIn() throws Exception {
    take(share, 500);
    take(share, 400);
    AtomicBoolean closed = new AtomicBoolean();
    CompletableFuture<Integer> large = acquiring(3 * LIMIT, closed);
    Blocked<Integer> small = acquiring(10, new AtomicBoolean());
    closed.set(true);
    assertThat(large.get(5, TimeUnit.SECONDS)).isZero();
    assertThat(small.get(5, TimeUnit.SECONDS)).isEqualTo(-10);
  }

  /** A topic that takes nothing must not stop the routes of all others. */
  @Test
  void aRouteThatFillsAllItMayLeavesRoomForOthers() throws Exception {
    ByteBudget.Share other = budget.share();
    take(share, 250);
    take(share, 500);
    AtomicBoolean said = new AtomicBoolean();
    AtomicBoolean closed = new AtomicBoolean();
    Blocked<Integer> more = acquiring(10, closed, () -> said.set(true));
    for (int i = 0; i < 100; i++) {
      assertThat(take(other, 250)).isEqualTo(250);
      other.release(250);
    }
    more.assertWaits();
    await().untilTrue(said);
    closed.set(true);
    assertThat(more.get(5, TimeUnit.SECONDS)).isZero();
  }

  @Test
  void manyThreadsNeverExceedTheLimitAndAllComeThrough() throws Exception {
    long seed = System.nanoTime();
    ConcurrentLinkedQueue<String> broken = new ConcurrentLinkedQueue<>();
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        Random random = new Random(seed + t);
        ByteBudget.Share mine = t % 2 == 0 ? share : budget.share();
        all.add(pool.submit(() -> takeAndGive(mine, random, broken)));
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

  /** A wake-up of each waiting route for each confirmed record is most of the bridge's work. */
  @Test
  void whoCanNotGoOnIsNotWoken() throws Exception {
    take(share, 500 / 51);
    List<ByteBudget.Share> others = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      others.add(budget.share());
    }
    take(share, 400);
    AtomicLong looks = new AtomicLong();
    AtomicBoolean closed = new AtomicBoolean();
    List<CompletableFuture<Integer>> waiting = new ArrayList<>();
    for (ByteBudget.Share other : others) {
      waiting.add(
          acquiring(
              other,
              300,
              () -> {
                looks.incrementAndGet();
                return closed.get();
              },
              () -> {}));
    }
    long begin = System.nanoTime();
    looks.set(0);
    for (int i = 0; i < 5_000; i++) {
      share.release(500 / 51);
      take(share, 500 / 51);
    }
    long seconds = 1 + (System.nanoTime() - begin) / 1_000_000_000;
    assertThat(looks.get()).isLessThan(50 * (seconds + 1));
    closed.set(true);
    others.forEach(ByteBudget.Share::wake);
    for (CompletableFuture<Integer> one : waiting) {
      assertThat(one.get(5, TimeUnit.SECONDS)).isZero();
    }
  }

  private Void takeAndGive(
      ByteBudget.Share mine, Random random, ConcurrentLinkedQueue<String> broken)
      throws InterruptedException {
    for (int i = 0; i < 5_000; i++) {
      int size = 1 + random.nextInt(i % 100 == 0 ? 2 * LIMIT : LIMIT / 3);
      int taken = take(mine, size);
      long now = common.addAndGet(Math.max(0, -taken));
      if (taken < 0 && now > LIMIT / 2 && now != size) {
        broken.add(now + " bytes inside with " + size);
      }
      common.addAndGet(-Math.max(0, -taken));
      mine.release(taken);
    }
    return null;
  }

  private static int take(ByteBudget.Share from, int size) throws InterruptedException {
    return from.acquire(size, () -> false, () -> {});
  }

  private Blocked<Integer> acquiring(int size, AtomicBoolean closed) {
    return acquiring(size, closed, () -> {});
  }

  private Blocked<Integer> acquiring(int size, AtomicBoolean closed, Runnable full) {
    return acquiring(share, size, closed::get, full);
  }

  private static Blocked<Integer> acquiring(
      ByteBudget.Share from, int size, BooleanSupplier closed, Runnable full) {
    return Blocked.calling(() -> from.acquire(size, closed, full)).assertWaits();
  }
}

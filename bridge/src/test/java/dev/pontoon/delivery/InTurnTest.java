package dev.pontoon.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class InTurnTest {
  private final AtomicInteger threads = new AtomicInteger();
  private final ExecutorService pool =
      Executors.newCachedThreadPool(
          task -> {
            threads.incrementAndGet();
            return new Thread(task);
          });
  private final InTurn inTurn = new InTurn(pool);

  @AfterEach
  void end() {
    pool.shutdownNow();
  }

  @Test
  void aThousandTasksTakeOneThreadAndKeepTheirOrder() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1_000);
    List<Integer> ran = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      int number = i;
      inTurn.execute(
          () -> {
            awaitQuietly(gate);
            ran.add(number);
            done.countDown();
          });
    }
    gate.countDown();
    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(ran).isEqualTo(IntStream.range(0, 1_000).boxed().toList());
    assertThat(threads).hasValue(1);
  }

  @Test
  void aTaskThatFailsDoesNotKeepTheNextFromRunning() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    inTurn.execute(
        () -> {
          throw new IllegalStateException("for the test");
        });
    inTurn.execute(done::countDown);
    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void anErrorDoesNotKeepTheNextFromRunning() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    inTurn.execute(
        () -> {
          throw new OutOfMemoryError("unable to create native thread, for the test");
        });
    inTurn.execute(done::countDown);
    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aPoolThatTakesNothingForAWhileLeavesThePlaceFree() throws Exception {
    AtomicInteger refusals = new AtomicInteger(2);
    InTurn unsteady =
        new InTurn(
            task -> {
              if (refusals.getAndDecrement() > 0) {
                throw new RejectedExecutionException("for the test");
              }
              pool.execute(task);
            });
    List<Integer> ran = new ArrayList<>();
    CountDownLatch done = new CountDownLatch(1);
    for (int i = 0; i < 3; i++) {
      int number = i;
      Runnable task =
          () -> {
            ran.add(number);
            done.countDown();
          };
      if (i < 2) {
        assertThatThrownBy(() -> unsteady.execute(task))
            .isInstanceOf(RejectedExecutionException.class);
      } else {
        unsteady.execute(task);
      }
    }
    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(ran).containsExactly(2);
  }

  private static void awaitQuietly(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

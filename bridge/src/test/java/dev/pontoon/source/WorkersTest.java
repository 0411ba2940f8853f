package dev.pontoon.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WorkersTest {
  private final AtomicInteger left = new AtomicInteger(2);
  private final CountDownLatch end = new CountDownLatch(1);

  /** As a system that gives no more threads than {@link #left}. */
  private final ThreadFactory scarce =
      task ->
          new Thread(task) {
            @Override
            public synchronized void start() {
              if (left.getAndDecrement() <= 0) {
                throw new OutOfMemoryError("unable to create native thread: for the test");
              }
              super.start();
            }
          };

  private final Workers workers = new Workers(scarce);

  @AfterEach
  void close() {
    end.countDown();
    workers.close();
  }

  private void hold() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void twoThreadsAreThereFromTheStart() {
    assertThat(left).hasValue(0);
  }

  @Test
  void aTaskThatFindsNoThreadRunsWhenThereIsOne() {
    workers.run(this::hold);
    workers.run(this::hold);
    AtomicInteger ran = new AtomicInteger();
    workers.run(ran::incrementAndGet);
    workers.pool().execute(ran::incrementAndGet);
    assertThat(ran).hasValue(0);
    left.set(2);
    await().atMost(Duration.ofSeconds(10)).untilAtomic(ran, org.hamcrest.Matchers.is(2));
  }

  @Test
  void aTaskThatFindsNoThreadRunsWhenAnotherHasEnded() {
    workers.run(this::hold);
    workers.run(this::hold);
    CountDownLatch ran = new CountDownLatch(1);
    workers.runAfter(Duration.ofMillis(1), ran::countDown);
    end.countDown();
    await().until(() -> ran.getCount() == 0);
  }

  @Test
  void aTimedTaskThatBlocksKeepsNoOtherFromItsTime() throws Exception {
    var blocked = workers.timer().scheduleAtFixedRate(this::hold, 1, 1, TimeUnit.MILLISECONDS);
    CountDownLatch beats = new CountDownLatch(10);
    var beating =
        workers.timer().scheduleWithFixedDelay(beats::countDown, 1, 1, TimeUnit.MILLISECONDS);
    assertThat(beats.await(10, TimeUnit.SECONDS)).isTrue();
    blocked.cancel(false);
    beating.cancel(false);
  }

  @Test
  void whatIsRepeatedGoesOnAfterItFailed() {
    AtomicInteger runs = new AtomicInteger();
    var repeated =
        workers
            .timer()
            .scheduleWithFixedDelay(
                () -> {
                  runs.incrementAndGet();
                  throw new IllegalStateException("for the test");
                },
                1,
                1,
                TimeUnit.MILLISECONDS);
    await().until(() -> runs.get() > 3);
    repeated.cancel(false);
  }

  @Test
  void whatIsRepeatedNeverRunsTwiceAtATime() {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger runs = new AtomicInteger();
    CountDownLatch first = new CountDownLatch(1);
    var repeated =
        workers
            .timer()
            .scheduleAtFixedRate(
                () -> {
                  most.accumulateAndGet(now.incrementAndGet(), Math::max);
                  if (runs.incrementAndGet() == 1) {
                    first.countDown();
                    hold();
                  }
                  now.decrementAndGet();
                },
                1,
                1,
                TimeUnit.MILLISECONDS);
    await().until(() -> first.getCount() == 0);
    workers.runAfter(Duration.ofMillis(50), end::countDown);
    await().until(() -> runs.get() > 3);
    repeated.cancel(false);
    assertThat(most).hasValue(1);
  }
}

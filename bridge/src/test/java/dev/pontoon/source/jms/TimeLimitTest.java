package dev.pontoon.source.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TimeLimitTest {
  private final TimeLimit limit = new TimeLimit();

  @Test
  void aCallThatHangsIsGivenUpAndItsThreadInterrupted() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    assertThatThrownBy(
            () ->
                limit.call(
                    () -> {
                      try {
                        return new CountDownLatch(1).await(1, TimeUnit.HOURS);
                      } catch (InterruptedException e) {
                        interrupted.countDown();
                        throw e;
                      }
                    },
                    Duration.ofMillis(100)))
        .isInstanceOf(TimeoutException.class);
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void resultAndFailureComeThrough() throws Exception {
    assertThat(limit.<String>call(() -> "done", Duration.ofSeconds(10))).isEqualTo("done");
    assertThatThrownBy(
            () ->
                limit.call(
                    () -> {
                      throw new IOException("by the test");
                    },
                    Duration.ofSeconds(10)))
        .isInstanceOf(IOException.class)
        .hasMessage("by the test");
  }

  /** A jar that is missing shows as an Error, and must not look like a broker that is down. */
  @Test
  void anErrorComesThroughAtOnce() {
    assertThatThrownBy(
            () ->
                limit.open(
                    () -> {
                      throw new NoClassDefFoundError("io/netty/channel/Channel");
                    },
                    Duration.ofSeconds(10)))
        .isInstanceOf(NoClassDefFoundError.class);
    assertThat(
            limit.close(
                () -> {
                  throw new NoClassDefFoundError("gone");
                },
                Duration.ofSeconds(10)))
        .isTrue();
  }

  @Test
  void whatIsOpenedTooLateIsClosed() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    AutoCloseable late = closed::countDown;
    assertThatThrownBy(() -> limit.open(() -> awaited(go, late), Duration.ofMillis(50)))
        .isInstanceOf(TimeoutException.class);
    assertThat(limit.hanging()).isEqualTo(1);
    go.countDown();
    assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
    await().atMost(Duration.ofSeconds(10)).until(() -> limit.hanging() == 0);
  }

  @Test
  void aClientThatDoesNotComeBackGetsNoFurtherThreads() {
    CountDownLatch go = new CountDownLatch(1);
    AutoCloseable late = () -> {};
    for (int i = 0; i < TimeLimit.MOST_HANGING; i++) {
      assertThatThrownBy(() -> limit.open(() -> awaited(go, late), Duration.ofMillis(20)))
          .isInstanceOf(TimeoutException.class)
          .hasMessage(null);
    }
    assertThatThrownBy(() -> limit.open(() -> late, Duration.ofSeconds(10)))
        .isInstanceOf(TimeoutException.class)
        .hasMessageContaining("have not come back");
    go.countDown();
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> limit.hanging() == 0 && limit.call(() -> true, Duration.ofSeconds(10)));
  }

  /** Else the broker would keep a reader of which the bridge says that it is gone. */
  @Test
  void whereThereIsNoThreadItClosesOnTheCallers() {
    TimeLimit poor =
        new TimeLimit(
            task ->
                new Thread(task) {
                  @Override
                  public synchronized void start() {
                    throw new OutOfMemoryError("unable to create native thread");
                  }
                });
    AtomicReference<Thread> closedOn = new AtomicReference<>();
    AutoCloseable open = () -> closedOn.set(Thread.currentThread());
    assertThat(poor.close(open, Duration.ofSeconds(10))).isTrue();
    assertThat(closedOn).hasValue(Thread.currentThread());
    assertThatThrownBy(() -> poor.open(() -> open, Duration.ofSeconds(10)))
        .isInstanceOf(TimeLimit.NoThreadException.class)
        .hasMessageContaining("gives no thread");
    assertThat(poor.hanging()).isZero();
  }

  /** As clients do that take no notice of an interrupt. */
  private static <T> T awaited(CountDownLatch go, T result) {
    while (true) {
      try {
        go.await();
        return result;
      } catch (InterruptedException ignored) {
        // It waits on.
      }
    }
  }
}

package dev.pontoon.source.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.source.Workers;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimeLimitTest {
  private final Workers workers = new Workers();
  private final TimeLimit limit = new TimeLimit(workers);

  @AfterEach
  void end() {
    workers.close();
  }

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
}

package dev.pontoon.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StopRequestTest {
  private static final int TERMINATED = 143;

  private final LinkedBlockingQueue<Integer> ends = new LinkedBlockingQueue<>();
  private final StopRequest request = new StopRequest(ends::add);

  @Test
  void theFirstSignalIsOnlyAWish() throws Exception {
    assertThat(request.isAsked()).isFalse();
    request.ask(TERMINATED, 0);
    request.await();
    assertThat(request.isAsked()).isTrue();
    assertThat(ends).isEmpty();
  }

  @Test
  void aSignalThatComesTwiceAtOnceIsOneWish() {
    request.ask(TERMINATED, 0);
    request.ask(TERMINATED, Duration.ofMillis(999).toNanos());
    assertThat(ends).isEmpty();
  }

  @Test
  void aLaterSignalEndsItAtOnce() throws Exception {
    request.ask(TERMINATED, 0);
    request.ask(TERMINATED, Duration.ofSeconds(1).toNanos());
    assertThat(ends.poll(10, TimeUnit.SECONDS)).isEqualTo(TERMINATED);
  }
}

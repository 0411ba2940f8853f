package dev.pontoon.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pontoon.config.RouteConfig.OnRefusal;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An acknowledgement that does not come back takes no thread per message. */
@Timeout(60)
class LowWaterAcksTest {
  private final LaneRig rig = new LaneRig(64, OnRefusal.DEAD_LETTER);

  @AfterEach
  void end() throws Exception {
    rig.close();
  }

  @Test
  void aBlockedAcknowledgementTakesOneFurtherWorkerAndForgetsNothing() throws Exception {
    Window window = new Window(64);
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    AtomicLong last = new AtomicLong();
    Acknowledger slow =
        sequence -> {
          inside.countDown();
          free.await();
          last.set(sequence);
        };
    LowWaterAcks acks =
        new LowWaterAcks(window, slow, Lane.AckMode.ASYNC, rig.parts, failure -> {});
    ThreadPoolExecutor workers = (ThreadPoolExecutor) rig.workers;
    settleNext(window, acks);
    inside.await();
    for (int i = 0; i < 40; i++) {
      settleNext(window, acks);
      Duration started = Duration.ofMillis(5);
      await().pollDelay(started).until(() -> workers.getActiveCount() > 0);
    }
    assertThat(workers.getLargestPoolSize()).isLessThanOrEqualTo(2);
    free.countDown();
    await().atMost(Duration.ofSeconds(5)).until(() -> last.get() == 41);
  }

  private static void settleNext(Window window, LowWaterAcks acks) throws InterruptedException {
    window.settle(window.take(false));
    acks.advanced();
  }
}

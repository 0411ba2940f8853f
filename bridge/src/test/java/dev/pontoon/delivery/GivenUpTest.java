package dev.pontoon.delivery;

import static dev.pontoon.delivery.LaneRig.STRAIGHT;
import static dev.pontoon.delivery.LaneRig.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pontoon.config.RouteConfig.OnRefusal;
import dev.pontoon.message.OutboundRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Level B must never acknowledge a message that was given up instead of written. */
@Timeout(20)
class GivenUpTest {
  private final LaneRig rig = new LaneRig(10, OnRefusal.STOP);
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final List<Long> acknowledged = new CopyOnWriteArrayList<>();
  private final AtomicInteger commits = new AtomicInteger();
  private final EffectivelyOnceLane lane =
      new EffectivelyOnceLane(rig.parts, Confirming::new, timer);

  @AfterEach
  void end() throws Exception {
    timer.shutdownNow();
    rig.close();
  }

  @Test
  void acknowledgesAfterTheCommit() throws Exception {
    Lane.Session session = lane.open(acknowledged::add, Lane.AckMode.ASYNC);
    session.take(message("a", "a", false), STRAIGHT);
    session.take(message("b", "b", false), STRAIGHT);
    await().until(() -> acknowledged.contains(2L));
    assertThat(commits.get()).isPositive();
  }

  @Test
  void aStoppedLineThatEndsAcknowledgesNothing() throws Exception {
    Lane.Session session = lane.open(acknowledged::add, Lane.AckMode.ASYNC);
    CompletableFuture<Boolean> bad =
        rig.later(() -> session.take(message("a", "bad", false), STRAIGHT));
    await().until(() -> rig.status.now().sinkTrouble() != null);
    session.close();
    assertThat(bad.get(5, TimeUnit.SECONDS)).isTrue();
    assertThat(session.drain(Duration.ofSeconds(5))).isFalse();
    assertThat(acknowledged).isEmpty();
    assertThat(commits.get()).isZero();
  }

  @Test
  void anInterruptedStepIsNeitherWrittenNorAcknowledged() throws Exception {
    Lane.Session session = lane.open(acknowledged::add, Lane.AckMode.ON_SETTLE);
    CompletableFuture<Boolean> taking =
        rig.later(
            () ->
                session.take(
                    message("a", "a", false),
                    inFlight -> {
                      throw new InterruptedException();
                    }));
    assertThat(taking.get(5, TimeUnit.SECONDS)).isTrue();
    assertThat(session.settle()).isFalse();
    assertThat(acknowledged).isEmpty();
  }

  /** Confirms at once. */
  private final class Confirming implements TransactionalSink {
    @Override
    public Map<Integer, byte[]> takeOver() {
      return Map.of();
    }

    @Override
    public void begin() {}

    @Override
    public void send(OutboundRecord record, Confirmation confirmation) {
      confirmation.confirmed();
    }

    @Override
    public void state(int slot, byte[] value) {}

    @Override
    public void commit() {
      commits.incrementAndGet();
    }

    @Override
    public void abort() {}

    @Override
    public void close() {}
  }
}

package dev.pontoon.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pontoon.config.RouteConfig.OnRefusal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Room for what is still being received. */
@Timeout(30)
class ExpectTest {
  private static final int WHOLE = 2 << 20;

  @Test
  void theNextMessageHasTheRoomItWasExpectedWith() throws Exception {
    try (LaneRig rig = new LaneRig(10, OnRefusal.DEAD_LETTER)) {
      LaneRig.Opened source = rig.open();
      source.session.expect(5_000_000);
      assertThat(rig.budget.used()).isEqualTo(5_000_000);

      source.take("a");

      assertThat(rig.budget.used()).isEqualTo(5_000_000);
      rig.sink.confirmAll();
      assertThat(rig.budget.used()).isZero();
      source.session.close();
      rig.ledgerCloses();
    }
  }

  @Test
  void whatNeverCameGivesItsRoomBack() throws Exception {
    try (LaneRig rig = new LaneRig(10, OnRefusal.DEAD_LETTER)) {
      LaneRig.Opened source = rig.open();
      source.session.expect(5_000_000);
      source.session.expect(6_000_000);
      assertThat(rig.budget.used()).isEqualTo(6_000_000);

      source.session.close();

      assertThat(rig.budget.used()).isZero();
      source.session.expect(1_000);
      assertThat(rig.budget.used()).isZero();
    }
  }

  @Test
  void itWaitsForRoomAndTheEndOfTheSessionEndsTheWait() throws Exception {
    try (LaneRig rig = new LaneRig(10, OnRefusal.DEAD_LETTER)) {
      LaneRig.Opened source = rig.open();
      source.session.expect(WHOLE);
      source.take("a");
      assertThat(rig.budget.used()).isEqualTo(WHOLE);
      Thread[] waiting = new Thread[1];
      CompletableFuture<Boolean> second =
          rig.later(
              () -> {
                waiting[0] = Thread.currentThread();
                source.session.expect(WHOLE);
                return true;
              });
      await()
          .until(
              () ->
                  waiting[0] != null && waiting[0].getState() == Thread.State.TIMED_WAITING
                      || waiting[0] != null && waiting[0].getState() == Thread.State.WAITING);
      assertThat(second).isNotDone();

      source.session.close();

      assertThat(second.get(5, TimeUnit.SECONDS)).isTrue();
      assertThat(rig.budget.used()).isEqualTo(WHOLE);
      rig.sink.confirmAll();
      assertThat(rig.budget.used()).isZero();
    }
  }
}

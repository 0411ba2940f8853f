package dev.pontoon.delivery;

import static dev.pontoon.delivery.LaneRig.STRAIGHT;
import static dev.pontoon.delivery.LaneRig.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pontoon.config.RouteConfig.OnRefusal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A message whose topic is not ready. */
@Timeout(20)
class TopicGateTest {
  private final LaneRig rig = new LaneRig(10, OnRefusal.DEAD_LETTER);

  @AfterEach
  void end() throws Exception {
    rig.close();
  }

  @Test
  void waitsUntilItIsAndNothingOvertakes() throws Exception {
    rig.gate = message -> "topic b can't be asked for";
    LaneRig.Opened source = rig.open();
    CompletableFuture<Boolean> waiting = source.taking(message("b", "b", false), STRAIGHT);
    await().until(() -> "topic b can't be asked for".equals(rig.status.now().sinkTrouble()));
    CompletableFuture<Boolean> behind = source.taking(message("c", "c", false), STRAIGHT);
    assertThat(rig.sink.size()).isZero();

    rig.gate = TopicGate.OPEN;

    assertThat(waiting.get(5, TimeUnit.SECONDS)).isTrue();
    assertThat(behind.get(5, TimeUnit.SECONDS)).isTrue();
    assertThat(rig.sink.texts()).containsExactly("b", "c");
    assertThat(rig.status.now().sinkTrouble()).isNull();
    rig.sink.confirmAll();
    await().until(() -> source.last() == 2);
    rig.ledgerCloses();
  }

  @Test
  void goesBackToTheQueueWhenTheSessionEndsBefore() throws Exception {
    rig.gate = message -> "topic b can't be asked for";
    LaneRig.Opened source = rig.open();
    CompletableFuture<Boolean> waiting = source.taking(message("b", "b", false), STRAIGHT);
    await().until(() -> rig.status.now().sinkTrouble() != null);

    source.session.close();

    assertThat(waiting.get(5, TimeUnit.SECONDS)).isTrue();
    assertThat(source.session.drain(Duration.ofSeconds(5))).isFalse();
    assertThat(source.acknowledged).isEmpty();
    assertThat(rig.sink.size()).isZero();
    rig.ledgerCloses();
  }
}

package dev.pontoon.delivery;

import static dev.pontoon.delivery.LaneRig.STRAIGHT;
import static dev.pontoon.delivery.LaneRig.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pontoon.config.RouteConfig.OnRefusal;
import dev.pontoon.mapping.Route;
import dev.pontoon.mapping.TopicLimits;
import dev.pontoon.observe.RouteStatus;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Records that are not confirmed, and refused messages. */
@Timeout(20)
class SinkTroubleTest {
  private static final String DEAD = "orders.v1.dead";

  private LaneRig rig = new LaneRig(10, OnRefusal.DEAD_LETTER);

  @AfterEach
  void end() throws Exception {
    rig.close();
  }

  @Test
  void whatTheSinkCouldNotTakeIsOfferedAgainAndTheStatusSaysSo() throws Exception {
    rig.sink.refusing(record -> SinkFailure.Kind.NOT_SENT);
    LaneRig.Opened source = rig.open();
    Blocked<Boolean> taking = source.taking(message("a", "a", false), STRAIGHT);
    await().until(() -> rig.status.now().sinkTrouble() != null);
    taking.assertWaits();
    rig.sink.refusing(record -> null);
    assertThat(taking.get(5, TimeUnit.SECONDS)).isTrue();
    assertThat(rig.sink.texts()).containsExactly("a");
    rig.sink.confirmAll();
    await().until(() -> source.last() == 1);
    assertThat(rig.status.now().sinkTrouble()).isNull();
    rig.ledgerCloses();
  }

  @Test
  void aRefusedRecordIsAcknowledgedWhenItsDeadLetterIsConfirmed() throws Exception {
    LaneRig.Opened source = rig.open();
    source.take("a", "b");
    rig.sink.get(1).confirm();
    rig.sink.get(0).fail(SinkFailure.Kind.REFUSED);
    await().until(() -> rig.sink.size() == 3);
    assertThat(rig.sink.get(2).record().topic()).isEqualTo(DEAD);
    assertThat(Route.headers(rig.sink.get(2).record()))
        .containsEntry("pontoon.error.reason", "REJECTED_BY_KAFKA")
        .containsEntry("pontoon.error.stage", "sending");
    assertThat(source.acknowledged).isEmpty();
    rig.sink.get(2).confirm();
    await().until(() -> source.last() == 2);
    assertThat(rig.metrics.deadLettered.count()).isEqualTo(1);
    rig.ledgerCloses();
  }

  @Test
  void aMessageThatTheMapperRefusesIsDeadLetteredAndTheLineGoesOn() throws Exception {
    LaneRig.Opened source = rig.open();
    source.take("a", "bad", "c");
    assertThat(rig.sink.topics()).containsExactly("orders.v1", DEAD, "orders.v1");
    rig.sink.get(0).confirm();
    rig.sink.get(2).confirm();
    await().until(() -> source.last() == 1);
    rig.sink.get(1).confirm();
    await().until(() -> source.last() == 3);
    rig.ledgerCloses();
  }

  @Test
  void aStepThatThrowsMakesADeadLetter() throws Exception {
    LaneRig.Opened source = rig.open();
    rig.metrics.read.increment();
    source.session.take(
        message("a", "a", false),
        inFlight -> {
          inFlight.forward(inFlight.message());
          throw new IllegalStateException("by the test");
        });
    assertThat(rig.sink.topics()).containsExactly("orders.v1", DEAD);
    assertThat(Route.headers(rig.sink.get(1).record()))
        .containsEntry("pontoon.error.reason", "STEP_FAILED")
        .containsEntry("pontoon.error.stage", "steps");
    rig.sink.get(0).confirm();
    rig.workers.submit(() -> {}).get();
    assertThat(source.acknowledged).isEmpty();
    rig.sink.get(1).confirm();
    await().until(() -> source.last() == 1);
    rig.ledgerCloses();
  }

  @Test
  void whenTheDeadLetterIsRefusedTooTheLineWaitsAndSaysSo() throws Exception {
    rig.sink.refusing(r -> r.topic().equals(DEAD) ? SinkFailure.Kind.REFUSED : null);
    LaneRig.Opened source = rig.open();
    source.take("good", "bad");
    await().until(() -> rig.status.now().sinkTrouble() != null);
    assertThat(rig.status.now().sinkTrouble()).contains(DEAD);
    rig.sink.get(0).confirm();
    await().until(() -> source.last() == 1);
    assertThat(rig.status.now().sinkTrouble()).as("a good record changes nothing").isNotNull();
    Blocked<Boolean> next = source.taking(message("c", "c", false), STRAIGHT);
    await().during(java.time.Duration.ofMillis(700)).until(() -> !next.isDone());
    rig.sink.refusing(record -> null);
    await().until(() -> rig.sink.topics().contains(DEAD));
    rig.sink.get(1).confirm();
    assertThat(next.get(5, TimeUnit.SECONDS)).isTrue();
    rig.sink.get(2).confirm();
    await().until(() -> source.last() == 3);
    assertThat(rig.status.now().sinkTrouble()).isNull();
    rig.ledgerCloses();
  }

  @Test
  void aWaitingLineEndsWithItsSessionAndNothingIsAcknowledged() throws Exception {
    rig.sink.refusing(r -> r.topic().equals(DEAD) ? SinkFailure.Kind.REFUSED : null);
    LaneRig.Opened source = rig.open();
    source.take("bad");
    await().until(() -> rig.status.now().sinkTrouble() != null);
    assertThat(rig.later(rig::open).get(5, TimeUnit.SECONDS)).isNotNull();
    assertThat(source.acknowledged).isEmpty();
    rig.ledgerCloses();
  }

  @Test
  void aMessageTooLargeForTheDeadLetterTopicHoldsTheLine() throws Exception {
    rig.close();
    rig =
        new LaneRig(
            10, OnRefusal.DEAD_LETTER, new TopicLimits(200, false, -1, Long.MAX_VALUE, 3_600_000L));
    LaneRig.Opened source = rig.open();
    Blocked<Boolean> taking =
        source.taking(message("a", "bad" + "x".repeat(1_000), false), STRAIGHT);
    await().until(() -> rig.status.now().sinkTrouble() != null);
    taking.assertWaits();
    source.session.close();
    assertThat(taking.get(5, TimeUnit.SECONDS)).isTrue();
    assertThat(source.acknowledged).isEmpty();
    assertThat(rig.sink.size()).isZero();
    rig.ledgerCloses();
  }

  @Test
  void stopHoldsTheLineAndWritesNothing() throws Exception {
    rig.close();
    rig = new LaneRig(10, OnRefusal.STOP);
    LaneRig.Opened source = rig.open();
    source.take("a");
    CompletableFuture<Boolean> bad = source.taking(message("b", "bad", false), STRAIGHT);
    await().until(() -> rig.status.now().sinkTrouble() != null);
    rig.sink.get(0).confirm();
    await().until(() -> source.last() == 1);
    assertThat(rig.status.now().sinkTrouble()).contains("BODY_MALFORMED");
    source.session.close();
    assertThat(bad.get(5, TimeUnit.SECONDS)).isTrue();
    assertThat(rig.sink.size()).isEqualTo(1);
    assertThat(source.last()).isEqualTo(1);
    rig.ledgerCloses();
  }

  @Test
  void aParkedKeySendsLaterMessagesOfItAfterTheRefusedOne() throws Exception {
    rig.close();
    rig = new LaneRig(10, OnRefusal.PARK_KEY);
    LaneRig.Opened source = rig.open();
    source.take("k1:a", "k1:bad", "k1:b", "k2:c", "d");
    assertThat(rig.sink.topics())
        .containsExactly("orders.v1", DEAD, DEAD, "orders.v1", "orders.v1");
    assertThat(Route.headers(rig.sink.get(2).record()))
        .containsEntry("pontoon.error.reason", "KEY_PARKED");
    rig.sink.confirmAll();
    await().until(() -> source.last() == 5);
    rig.ledgerCloses();
  }

  @Test
  void aKeyStaysParkedInLaterSessionsUntilItsLettersAreBroughtBack() throws Exception {
    rig.close();
    rig = new LaneRig(10, OnRefusal.PARK_KEY);
    rig.openLetters.add("k1");
    LaneRig.Opened first = rig.open();
    first.take("k1:a", "k2:b");
    assertThat(rig.sink.topics()).containsExactly(DEAD, "orders.v1");
    rig.sink.confirmAll();
    await().until(() -> first.last() == 2);
    rig.openLetters.clear();
    LaneRig.Opened next = rig.open();
    next.take("k1:c");
    assertThat(rig.sink.topics()).last().isEqualTo("orders.v1");
    rig.sink.confirmAll();
    await().until(() -> next.last() == 1);
    rig.ledgerCloses();
  }

  @Test
  void moreParkedKeysThanThereIsRoomForHoldTheLine() throws Exception {
    rig.close();
    rig = new LaneRig(10, OnRefusal.PARK_KEY);
    for (int i = 0; i < LaneMemory.MOST_PARKED_KEYS; i++) {
      rig.openLetters.add("parked" + i);
    }
    LaneRig.Opened source = rig.open();
    source.take("parked7:a");
    assertThat(rig.sink.topics()).containsExactly(DEAD);
    Blocked<Boolean> taking = source.taking(message("k1:bad", "k1:bad", false), STRAIGHT);
    await().until(() -> String.valueOf(rig.status.now().sinkTrouble()).contains("keys are parked"));
    taking.assertWaits();
    assertThat(rig.sink.size()).isEqualTo(1);
    rig.sink.confirmAll();
    source.session.close();
    assertThat(taking.get(5, TimeUnit.SECONDS)).isTrue();
    rig.openLetters.add("one more");
    assertThatThrownBy(() -> rig.open())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("keys are parked");
  }

  @Test
  void anUnknownFateStartsOverWithoutAcknowledging() throws Exception {
    LaneRig.Opened source = rig.open();
    source.take("a", "b", "c");
    rig.sink.get(0).confirm();
    await().until(() -> source.last() == 1);
    rig.sink.get(1).fail(SinkFailure.Kind.UNKNOWN);
    source.failed.get(5, TimeUnit.SECONDS);
    Blocked<LaneRig.Opened> next = rig.later(rig::open);
    next.assertWaits();
    rig.sink.get(2).confirm();
    LaneRig.Opened second = next.get(5, TimeUnit.SECONDS);
    assertThat(source.last()).isEqualTo(1);
    rig.metrics.read.increment(2);
    second.session.take(message("b", "b", true), STRAIGHT);
    second.session.take(message("c", "c", true), STRAIGHT);
    assertThat(rig.sink.texts()).containsExactly("a", "b", "c", "b");
    rig.sink.get(3).confirm();
    await().until(() -> second.last() == 2);
    rig.ledgerCloses();
  }

  @Test
  void aFailureBeforeTheSourceListensIsStillTold() throws Exception {
    LaneRig.Opened source = rig.open();
    source.take("a");
    rig.sink.get(0).fail(SinkFailure.Kind.UNKNOWN);
    CompletableFuture<Void> late = new CompletableFuture<>();
    source.session.onFailure(() -> late.complete(null));
    assertThat(late).isDone();
  }

  @Test
  void theInnocentOfASpoiltBatchIsReadAgainAndTravelsAlone() throws Exception {
    LaneRig.Opened source = rig.open();
    source.take("a", "b");
    rig.sink.get(0).fail(SinkFailure.Kind.COLLATERAL);
    rig.sink.get(1).fail(SinkFailure.Kind.COLLATERAL);
    source.failed.get(5, TimeUnit.SECONDS);
    LaneRig.Opened second = rig.open();
    rig.metrics.read.increment();
    second.session.take(message("a", "a", true), STRAIGHT);
    Blocked<Boolean> b = second.taking(message("b", "b", true), STRAIGHT);
    assertThat(rig.sink.size()).isEqualTo(3);
    b.assertWaits();
    rig.sink.get(2).confirm();
    assertThat(b.get(5, TimeUnit.SECONDS)).isTrue();
    rig.sink.get(3).confirm();
    await().until(() -> second.last() == 2);
    assertThat(rig.metrics.deadLettered.count()).isZero();
    rig.ledgerCloses();
  }

  @Test
  void aConfirmedRecordSaysNothingOfWhatTheWatchHasSeen() throws Exception {
    LaneRig.Opened source = rig.open();
    rig.status.source(RouteStatus.Source.RUNNING, "");
    rig.status.watch(null, "topic orders.v1.dead was deleted");
    source.take("a");
    rig.sink.confirmAll();
    await().until(() -> source.last() == 1);
    assertThat(rig.status.now().ready()).isFalse();
    assertThat(rig.status.now().sinkTrouble()).isEqualTo("topic orders.v1.dead was deleted");
    rig.ledgerCloses();
  }
}

package dev.pontoon.delivery;

import static dev.pontoon.delivery.LaneRig.STRAIGHT;
import static dev.pontoon.delivery.LaneRig.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pontoon.config.RouteConfig.OnRefusal;
import dev.pontoon.message.Origin;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The good way, and what ends and begins sessions. */
@Timeout(20)
class AtLeastOnceLaneTest {
  private final LaneRig rig = new LaneRig(5, OnRefusal.DEAD_LETTER);

  @AfterEach
  void end() throws Exception {
    rig.close();
  }

  @Test
  void acknowledgesOnlyUpToWhereAllIsConfirmed() throws Exception {
    LaneRig.Opened source = rig.open();
    source.take("a", "b", "c");
    rig.sink.get(2).confirm();
    rig.sink.get(1).confirm();
    rig.workers.submit(() -> {}).get();
    assertThat(source.acknowledged).isEmpty();
    rig.sink.get(0).confirm();
    await().until(() -> source.last() == 3);
    assertThat(source.acknowledged).containsExactly(3L);
    rig.ledgerCloses();
  }

  @Test
  void handsRecordsOverInTheOrderOfDelivery() throws Exception {
    rig.open().take("a", "b", "c", "d");
    assertThat(rig.sink.texts()).containsExactly("a", "b", "c", "d");
  }

  @Test
  void aFullWindowHoldsTheSourceUntilTheOldestIsConfirmed() throws Exception {
    LaneRig.Opened source = rig.open();
    source.take("a", "b", "c", "d", "e");
    Blocked<Boolean> sixth = source.taking(message("f", "f", false), STRAIGHT);
    rig.sink.get(3).confirm();
    sixth.assertWaits();
    assertThat(rig.sink.size()).isEqualTo(5);
    rig.sink.get(0).confirm();
    assertThat(sixth.get(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void addsUpWhatItHasTaken() throws Exception {
    LaneRig.Opened source = rig.open();
    source.take("a", "bcd");
    long both = message("a", "a", false).size() + message("bcd", "bcd", false).size();
    assertThat(source.session.takenBytes()).isEqualTo(both);
    source.session.close();
    assertThat(source.session.take(message("e", "e", false), STRAIGHT)).isFalse();
    assertThat(source.session.takenBytes()).isEqualTo(both);
  }

  @Test
  void aMessageWithoutRecordsIsSettledAndCountedAsFiltered() throws Exception {
    LaneRig.Opened source = rig.open();
    rig.metrics.read.increment();
    source.session.take(message("a", "a", false), inFlight -> {});
    await().until(() -> source.last() == 1);
    assertThat(rig.metrics.filtered.count()).isEqualTo(1);
    rig.ledgerCloses();
  }

  @Test
  void aMessageThatBecameSeveralRecordsIsAcknowledgedAfterTheLast() throws Exception {
    LaneRig.Opened source = rig.open();
    rig.metrics.read.increment();
    source.session.take(
        message("a", "a", false),
        inFlight -> {
          inFlight.forward(message("a", "a1", false));
          inFlight.forward(message("a", "a2", false));
          rig.sink.get(0).confirm();
          rig.sink.get(1).confirm();
          inFlight.forward(message("a", "a3", false));
        });
    rig.workers.submit(() -> {}).get();
    assertThat(source.acknowledged).isEmpty();
    rig.sink.get(2).confirm();
    await().until(() -> source.last() == 1);
    assertThat(rig.metrics.mirrored.count()).isEqualTo(1);
    rig.ledgerCloses();
  }

  @Test
  void theNextSessionWaitsForWhatIsOnItsWay() throws Exception {
    LaneRig.Opened first = rig.open();
    first.take("a", "b");
    first.broken = true;
    Blocked<LaneRig.Opened> second = rig.later(rig::open);
    rig.sink.get(0).confirm();
    second.assertWaits();
    rig.sink.get(1).confirm();
    assertThat(second.get(5, TimeUnit.SECONDS)).isNotNull();
    assertThat(first.acknowledged).isEmpty();
    rig.ledgerCloses();
  }

  @Test
  void whatWasConfirmedAndComesAgainIsAcknowledgedButNotWritten() throws Exception {
    LaneRig.Opened first = rig.open();
    first.take("a", "b");
    first.broken = true;
    rig.sink.confirmAll();
    LaneRig.Opened second = rig.open();
    rig.metrics.read.increment(3);
    second.session.take(message("a", "a", true), STRAIGHT);
    second.session.take(message("b", "b", true), STRAIGHT);
    second.session.take(message("c", "c", true), STRAIGHT);
    assertThat(rig.sink.texts()).containsExactly("a", "b", "c");
    rig.sink.get(2).confirm();
    await().until(() -> second.last() == 3);
    assertThat(rig.metrics.duplicatesSkipped.count()).isEqualTo(2);
    assertThat(rig.metrics.possibleDuplicates.count()).isEqualTo(1);
    rig.ledgerCloses();
  }

  @Test
  void anIdUsedAgainIsWrittenWhenItIsNotARepeatedDelivery() throws Exception {
    LaneRig.Opened source = rig.open();
    source.take("a");
    rig.sink.confirmAll();
    source.take("a");
    assertThat(rig.sink.size()).isEqualTo(2);
  }

  @Test
  void whatABrokerWithItsOwnIdsRepeatsIsRecognisedWithoutTheFlag() throws Exception {
    Origin jms = new Origin("orders", "jms", "c", "q", true);
    LaneRig.Opened source = rig.open();
    source.session.take(message(jms, "ID:1", "a", false), STRAIGHT);
    rig.sink.confirmAll();
    source.session.take(message(jms, "ID:1", "a", false), STRAIGHT);
    assertThat(rig.sink.size()).isEqualTo(1);
  }

  @Test
  void messagesWithoutAnIdAreNeverSkipped() throws Exception {
    LaneRig.Opened source = rig.open();
    source.session.take(message(null, "a", true), STRAIGHT);
    rig.sink.confirmAll();
    source.session.take(message(null, "a", true), STRAIGHT);
    assertThat(rig.sink.size()).isEqualTo(2);
    assertThat(rig.metrics.withoutIdentity.count()).isEqualTo(2);
  }

  @Test
  void afterCloseNothingIsTaken() throws Exception {
    LaneRig.Opened source = rig.open();
    source.session.close();
    rig.metrics.read.increment();
    assertThat(source.counted(message("a", "a", false), STRAIGHT)).isFalse();
    assertThat(rig.sink.size()).isZero();
    rig.ledgerCloses();
  }

  @Test
  void drainWaitsForWhatIsOnItsWayAndAcknowledgesIt() throws Exception {
    LaneRig.Opened source = rig.open();
    source.take("a", "b");
    source.session.close();
    Blocked<Boolean> drained = rig.later(() -> source.session.drain(Duration.ofSeconds(10)));
    rig.sink.get(1).confirm();
    drained.assertWaits();
    rig.sink.get(0).confirm();
    assertThat(drained.get(5, TimeUnit.SECONDS)).isTrue();
    assertThat(source.last()).isEqualTo(2);
  }

  @Test
  void drainSaysWhenTimeIsOver() throws Exception {
    LaneRig.Opened source = rig.open();
    source.take("a", "b");
    source.session.close();
    rig.sink.get(0).confirm();
    assertThat(source.session.drain(Duration.ofMillis(20))).isFalse();
    rig.sink.get(1).confirm();
    await().until(() -> source.last() == 2);
  }

  @Test
  void drainSaysWhenTheConnectionIsGone() throws Exception {
    LaneRig.Opened source = rig.open();
    source.take("a");
    source.broken = true;
    source.session.close();
    rig.sink.confirmAll();
    assertThat(source.session.drain(Duration.ofSeconds(5))).isFalse();
  }

  @Test
  void onSettleAcknowledgesOnTheCallersThreadOnly() throws Exception {
    LaneRig.Opened source = rig.openOnSettle();
    source.take("a", "b");
    rig.sink.get(1).confirm();
    Blocked<Boolean> settled = rig.later(source.session::settle);
    settled.assertWaits();
    assertThat(source.acknowledged).isEmpty();
    rig.sink.get(0).confirm();
    assertThat(settled.get(5, TimeUnit.SECONDS)).isTrue();
    assertThat(source.acknowledged).containsExactly(2L);
    source.session.close();
    assertThat(source.session.drain(Duration.ofSeconds(1))).isTrue();
  }

  /** A JMS commit acknowledges everything received, so one given-up message must forbid it. */
  @Test
  void onSettleAcknowledgesNothingWhenAMessageWasGivenUpAtTheEnd() throws Exception {
    LaneRig.Opened source = rig.openOnSettle();
    source.take("a");
    rig.sink.confirmAll();
    rig.sink.refusing(record -> SinkFailure.Kind.NOT_SENT);
    Blocked<Boolean> second = source.taking(message("b", "b", false), STRAIGHT);
    await().until(() -> rig.status.now().sinkTrouble() != null);
    source.session.close();
    assertThat(second.get(5, TimeUnit.SECONDS)).isTrue();
    assertThat(source.session.settle()).isFalse();
    assertThat(source.acknowledged).isEmpty();
    rig.ledgerCloses();
  }

  /** Otherwise the next session would wait for this passage for ever. */
  @Test
  void anErrorWhileRoutingGivesBackAndStartsOver() throws Exception {
    LaneRig.Opened source = rig.open();
    rig.metrics.read.increment();
    source.session.take(
        message("a", "a", false),
        inFlight -> {
          throw new NoClassDefFoundError("by the test");
        });
    source.failed.get(5, TimeUnit.SECONDS);
    assertThat(rig.later(rig::open).get(5, TimeUnit.SECONDS)).isNotNull();
    assertThat(source.acknowledged).isEmpty();
    rig.ledgerCloses();
  }

  /** The RabbitMQ client interrupts its reader when the connection dies. */
  @Test
  void anInterruptedStepIsNoRefusal() throws Exception {
    LaneRig.Opened source = rig.open();
    CompletableFuture<Boolean> taking =
        source.taking(
            message("a", "a", false),
            inFlight -> {
              throw new IllegalStateException("in a step", new InterruptedException());
            });
    assertThat(taking.get(5, TimeUnit.SECONDS)).isTrue();
    source.failed.get(5, TimeUnit.SECONDS);
    assertThat(rig.sink.size()).isZero();
    assertThat(source.acknowledged).isEmpty();
    rig.ledgerCloses();
  }

  @Test
  void anInterruptWhileKafkaIsAwayGivesBackAndStartsOver() throws Exception {
    LaneRig.Opened source = rig.open();
    rig.sink.refusing(record -> SinkFailure.Kind.NOT_SENT);
    CompletableFuture<Boolean> taking = source.taking(message("a", "a", false), STRAIGHT);
    await().until(() -> rig.status.now().sinkTrouble() != null);
    rig.interruptLast();
    assertThat(taking.get(5, TimeUnit.SECONDS)).isTrue();
    source.failed.get(5, TimeUnit.SECONDS);
    rig.sink.refusing(record -> null);
    rig.later(rig::open).get(5, TimeUnit.SECONDS).take("a");
    rig.sink.confirmAll();
    rig.ledgerCloses();
  }

  /** Camel's throttle rejects while all is well: that is about the message. */
  @Test
  void whatAStepRejectsIsARefusalWhileTheRouteRuns() throws Exception {
    LaneRig.Opened source = rig.open();
    rig.metrics.read.increment();
    source.session.take(
        message("a", "a", false),
        inFlight -> {
          throw new RejectedExecutionException("too many");
        });
    assertThat(rig.sink.topics()).containsExactly("orders.v1.dead");
    rig.sink.confirmAll();
    await().until(() -> source.last() == 1);
    assertThat(source.failed).isNotDone();
    rig.ledgerCloses();
  }

  @Test
  void aStepThatLeavesAnInterruptBehindHarmsNobody() throws Exception {
    LaneRig.Opened source = rig.open();
    rig.metrics.read.increment();
    source.session.take(
        message("a", "a", false),
        inFlight -> {
          inFlight.forward(inFlight.message());
          Thread.currentThread().interrupt();
        });
    source.take("b");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    rig.sink.confirmAll();
    await().until(() -> source.last() == 2);
    rig.ledgerCloses();
  }

  /** Or the window would fill, and nobody would know why. */
  @Test
  void whoCanNotAcknowledgeStartsOver() throws Exception {
    LaneRig.Opened source = rig.open();
    source.broken = true;
    source.take("a");
    rig.sink.confirmAll();
    source.failed.get(5, TimeUnit.SECONDS);
    assertThat(source.acknowledged).isEmpty();
  }
}

package dev.pontoon.delivery;

import static dev.pontoon.delivery.LaneRig.STRAIGHT;
import static dev.pontoon.delivery.LaneRig.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pontoon.config.RouteConfig.OnRefusal;
import dev.pontoon.mapping.Route;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Faults of the bridge itself: the session fails, the next one opens, and no message is taken for
 * the guilty one.
 */
@Timeout(20)
class LaneFaultTest {
  private static final String DEAD = "orders.v1.dead";

  private final LaneRig rig = new LaneRig(5, OnRefusal.DEAD_LETTER);
  private final AtomicBoolean faulty = new AtomicBoolean(true);

  @AfterEach
  void end() throws Exception {
    rig.close();
  }

  private void fault() {
    if (faulty.getAndSet(false)) {
      throw new IllegalStateException("a fault of ours");
    }
  }

  /** The message comes again to the next session and arrives there. */
  private void awaitStartsOver(LaneRig.Opened source, String id) throws Exception {
    source.failed.get(5, TimeUnit.SECONDS);
    assertThat(source.acknowledged).isEmpty();
    LaneRig.Opened next = rig.later(rig::open).get(5, TimeUnit.SECONDS);
    rig.metrics.read.increment();
    assertThat(next.session.take(message(id, id, true), STRAIGHT)).isTrue();
    int last = rig.sink.size() - 1;
    assertThat(rig.sink.get(last).text()).isEqualTo(id);
    rig.sink.get(last).confirm();
    await().until(() -> next.last() == 1);
    assertThat(rig.sink.topics()).doesNotContain(DEAD);
    rig.ledgerCloses();
  }

  @Test
  void aSinkThatThrowsFailsTheSessionAndNoMessage() throws Exception {
    rig.sink.refusing(
        record -> {
          fault();
          return null;
        });
    LaneRig.Opened source = rig.open();
    source.take("a");
    awaitStartsOver(source, "a");
  }

  @Test
  void anErrorOfTheSinkFailsTheSessionToo() throws Exception {
    rig.sink.refusing(
        record -> {
          if (faulty.getAndSet(false)) {
            throw new NoClassDefFoundError("a jar is missing");
          }
          return null;
        });
    LaneRig.Opened source = rig.open();
    source.take("a");
    awaitStartsOver(source, "a");
  }

  @Test
  void aStepThatCatchesWhatTheLaneThrowsHidesNothing() throws Exception {
    rig.sink.refusing(
        record -> {
          fault();
          return null;
        });
    LaneRig.Opened source = rig.open();
    rig.metrics.read.increment();
    source.session.take(
        message("a", "a", false),
        inFlight -> {
          try {
            inFlight.forward(inFlight.message());
          } catch (IllegalStateException e) {
            throw new Exception("wrapped by a step", e);
          }
        });
    awaitStartsOver(source, "a");
  }

  @Test
  void whatIsOnItsWayOfTheSameMessageIsWaitedFor() throws Exception {
    rig.sink.refusing(
        record -> {
          if (rig.sink.size() == 1) {
            fault();
          }
          return null;
        });
    LaneRig.Opened source = rig.open();
    rig.metrics.read.increment();
    source.session.take(
        message("a", "a", false),
        inFlight -> {
          inFlight.forward(inFlight.message());
          inFlight.forward(inFlight.message());
        });
    source.failed.get(5, TimeUnit.SECONDS);
    var next = rig.later(rig::open);
    await().during(java.time.Duration.ofMillis(200)).until(() -> !next.isDone());
    rig.sink.get(0).confirm();
    next.get(5, TimeUnit.SECONDS);
    assertThat(source.acknowledged).isEmpty();
    assertThat(rig.sink.topics()).containsExactly("orders.v1");
    rig.ledgerCloses();
  }

  @Test
  void aTopicGateThatThrowsFailsTheSession() throws Exception {
    rig.gate =
        message -> {
          fault();
          return null;
        };
    LaneRig.Opened source = rig.open();
    source.take("a");
    awaitStartsOver(source, "a");
  }

  @Test
  void aFaultWhileADeadLetterIsMadeFailsTheSessionAndLosesNothing() throws Exception {
    rig.sink.refusing(
        record -> {
          if (record.topic().equals(DEAD)) {
            fault();
          }
          return null;
        });
    LaneRig.Opened source = rig.open();
    source.take("a");
    rig.sink.get(0).fail(SinkFailure.Kind.REFUSED); // its dead letter is written by a worker
    source.failed.get(5, TimeUnit.SECONDS);
    assertThat(source.acknowledged).isEmpty();
    LaneRig.Opened next = rig.later(rig::open).get(5, TimeUnit.SECONDS);
    rig.metrics.read.increment();
    next.session.take(message("a", "a", true), STRAIGHT);
    rig.sink.get(1).fail(SinkFailure.Kind.REFUSED);
    await().until(() -> rig.sink.size() == 3);
    assertThat(rig.sink.get(2).record().topic()).isEqualTo(DEAD);
    rig.sink.get(2).confirm();
    await().until(() -> next.last() == 1);
    rig.ledgerCloses();
  }

  /** It would fail again and again: the message is the guilty one. */
  @Test
  void whatTheMapperDoesNotForeseeIsADeadLetterOfTheMapping() throws Exception {
    LaneRig.Opened source = rig.open();
    source.take("fails", "b");
    assertThat(rig.sink.topics()).containsExactly(DEAD, "orders.v1");
    assertThat(Route.headers(rig.sink.get(0).record()))
        .containsEntry("pontoon.error.reason", "BODY_MALFORMED")
        .containsEntry("pontoon.error.stage", "mapping");
    rig.sink.confirmAll();
    await().until(() -> source.last() == 2);
    rig.ledgerCloses();
  }

  @Test
  void aPoolWithoutThreadsFailsTheSession() throws Exception {
    LaneRig.Opened source = rig.open();
    source.take("a");
    rig.rejecting.set(true);
    rig.sink.get(0).fail(SinkFailure.Kind.REFUSED);
    source.failed.get(5, TimeUnit.SECONDS);
    rig.rejecting.set(false);
    rig.later(rig::open).get(5, TimeUnit.SECONDS);
    assertThat(source.acknowledged).isEmpty();
    rig.ledgerCloses();
  }

  @Test
  void anAcknowledgementThatGetsNoThreadFailsTheSession() throws Exception {
    LaneRig.Opened source = rig.open();
    source.take("a");
    rig.rejecting.set(true);
    rig.sink.get(0).confirm();
    source.failed.get(5, TimeUnit.SECONDS);
    assertThat(source.acknowledged).isEmpty();
    rig.rejecting.set(false);
    rig.later(rig::open).get(5, TimeUnit.SECONDS);
  }

  @Test
  void tasksInTurnGoOnAfterAnErrorAndAfterARejection() {
    AtomicBoolean ran = new AtomicBoolean();
    AtomicBoolean rejecting = new AtomicBoolean(true);
    InTurn inTurn =
        new InTurn(
            task -> {
              if (rejecting.get()) {
                throw new OutOfMemoryError("unable to create native thread");
              }
              task.run();
            });
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> inTurn.execute(() -> ran.set(true)))
        .isInstanceOf(RejectedExecutionException.class);
    rejecting.set(false);
    inTurn.execute(
        () -> {
          throw new AssertionError("for the test");
        });
    assertThat(ran).as("a rejected task does not run later").isFalse();
    inTurn.execute(() -> ran.set(true));
    assertThat(ran).isTrue();
  }
}

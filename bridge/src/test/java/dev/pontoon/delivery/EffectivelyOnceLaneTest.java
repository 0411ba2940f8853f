package dev.pontoon.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pontoon.config.RouteConfig;
import dev.pontoon.config.RouteConfig.OnRefusal;
import dev.pontoon.deadletter.DeadLetters;
import dev.pontoon.mapping.Route;
import dev.pontoon.mapping.TopicLimits;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.observe.RouteMetrics;
import dev.pontoon.observe.RouteStatus;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EffectivelyOnceLaneTest {
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final RouteStatus status = new RouteStatus("orders", Clock.systemUTC());
  private final RouteMetrics metrics = new RouteMetrics(new SimpleMeterRegistry(), "orders");
  private final ByteBudget budget = new ByteBudget(1 << 20);

  @AfterEach
  void end() {
    timer.shutdownNow();
    workers.shutdownNow();
  }

  private EffectivelyOnceLane lane(FakeKafka kafka, int inFlight, OnRefusal onRefusal) {
    DeadLetters letters =
        new DeadLetters(
            new Route().config(), Route.ORIGIN, () -> TopicLimits.DEFAULT, Route.clock());
    return new EffectivelyOnceLane(
        new LaneParts(
            "orders",
            TopicGate.OPEN,
            LaneRig::map,
            letters,
            onRefusal,
            LetterKeys.NONE,
            RouteConfig.Oversize.DEAD_LETTER,
            null,
            "task",
            inFlight,
            budget.share(),
            metrics,
            status,
            workers),
        kafka,
        timer);
  }

  @Test
  void acknowledgesAfterTheCommitOnly() throws Exception {
    FakeKafka kafka = new FakeKafka(new Random(1), 0);
    AtomicLong acknowledged = new AtomicLong();
    Lane.Session session =
        lane(kafka, 10, OnRefusal.DEAD_LETTER)
            .open(
                sequence -> {
                  assertThat(kafka.values()).hasSizeGreaterThanOrEqualTo((int) sequence);
                  acknowledged.set(sequence);
                },
                Lane.AckMode.ASYNC);
    for (int i = 0; i < 12; i++) {
      session.take(LaneRig.message("m" + i, "v" + i, false), LaneRig.STRAIGHT);
    }
    await().atMost(Duration.ofSeconds(5)).until(() -> acknowledged.get() == 12);
    assertThat(kafka.values())
        .containsExactlyElementsOf(IntStream.range(0, 12).mapToObj(i -> "v" + i).toList());
    assertThat(kafka.commits).isBetween(2, 12);
    assertThat(budget.used()).isZero();
  }

  @Test
  void anotherProcessGoesOnWithTheSameMemory() throws Exception {
    FakeKafka kafka = new FakeKafka(new Random(1), 0);
    Lane.Session first =
        lane(kafka, 10, OnRefusal.DEAD_LETTER).open(sequence -> {}, Lane.AckMode.ON_SETTLE);
    first.take(LaneRig.message("m1", "one", false), LaneRig.STRAIGHT);
    assertThat(first.settle()).isTrue();
    EffectivelyOnceLane other = lane(kafka, 10, OnRefusal.DEAD_LETTER);
    Lane.Session second = other.open(sequence -> {}, Lane.AckMode.ON_SETTLE);
    second.take(LaneRig.message("m1", "one", true), LaneRig.STRAIGHT);
    second.take(LaneRig.message("m1", "another body", true), LaneRig.STRAIGHT);
    assertThat(second.settle()).isTrue();
    assertThat(kafka.values()).containsExactly("one", "another body");
    assertThat(metrics.duplicatesSkipped.count()).isEqualTo(1);
  }

  /** Celery and EasyNetQ write no message id. */
  @Test
  void aHeaderTellsMessagesWithoutAnIdApart() throws Exception {
    FakeKafka kafka = new FakeKafka(new Random(1), 0);
    Lane.Session first =
        lane(kafka, 10, OnRefusal.DEAD_LETTER).open(sequence -> {}, Lane.AckMode.ON_SETTLE);
    first.take(task("t1", false), LaneRig.STRAIGHT);
    first.take(task(null, false), LaneRig.STRAIGHT);
    assertThat(first.settle()).isTrue();
    Lane.Session second =
        lane(kafka, 10, OnRefusal.DEAD_LETTER).open(sequence -> {}, Lane.AckMode.ON_SETTLE);
    second.take(task("t1", true), LaneRig.STRAIGHT);
    second.take(task("t2", true), LaneRig.STRAIGHT);
    second.take(task(null, true), LaneRig.STRAIGHT);
    assertThat(second.settle()).isTrue();
    assertThat(kafka.values()).hasSize(4);
    assertThat(metrics.duplicatesSkipped.count()).isEqualTo(1);
    assertThat(metrics.withoutIdentity.count()).isEqualTo(2);
  }

  private static LegacyMessage task(@Nullable String id, boolean redelivered) {
    LegacyMessage bare = LaneRig.message("", "same", redelivered);
    return id == null ? bare : bare.with(Map.of("task", id), bare.body());
  }

  @Test
  void aWriterThatWasFencedCommitsNothingAndStartsOver() throws Exception {
    FakeKafka kafka = new FakeKafka(new Random(1), 0);
    AtomicLong restarts = new AtomicLong();
    Lane.Session old =
        lane(kafka, 10, OnRefusal.DEAD_LETTER).open(sequence -> {}, Lane.AckMode.ON_SETTLE);
    old.onFailure(restarts::incrementAndGet);
    old.take(LaneRig.message("m1", "one", false), LaneRig.STRAIGHT);
    kafka.open();
    assertThat(old.settle()).isFalse();
    assertThat(kafka.values()).isEmpty();
    assertThat(restarts.get()).isEqualTo(1);
    assertThat(old.take(LaneRig.message("m2", "two", false), LaneRig.STRAIGHT)).isFalse();
  }

  @Test
  void aRecordThatKafkaRefusesBecomesADeadLetterAndItsNeighboursDoNot() throws Exception {
    FakeKafka kafka = new FakeKafka(new Random(1), 0);
    kafka.refused = "guilty";
    Broker broker = new Broker(lane(kafka, 10, OnRefusal.DEAD_LETTER), "a", "guilty", "b", "c");
    broker.deliverUntilEmpty();
    assertThat(kafka.values()).containsExactly("a", "b", "c");
    assertThat(kafka.deadLetters()).containsExactly("guilty");
    assertThat(metrics.deadLettered.count()).isEqualTo(1);
  }

  @Test
  void stopHoldsTheLineAfterWhatCameBefore() throws Exception {
    FakeKafka kafka = new FakeKafka(new Random(1), 0);
    Broker broker = new Broker(lane(kafka, 10, OnRefusal.STOP), "a", "b", "bad", "c");
    var delivering = workers.submit(() -> broker.deliver());
    delivering.get();
    var again = workers.submit(() -> broker.deliver());
    await().atMost(Duration.ofSeconds(5)).until(() -> kafka.values().size() == 2);
    await().until(() -> status.now().sinkTrouble() != null);
    assertThat(kafka.values()).containsExactly("a", "b");
    assertThat(again.isDone()).isFalse();
    broker.close();
    again.get();
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 22, 33, 44, 55, 66, 77, 88})
  void nothingIsLostDoubledOrReorderedWhateverFails(long seed) throws Exception {
    Random random = new Random(seed);
    FakeKafka kafka = new FakeKafka(random, 0.05);
    String[] bodies = IntStream.range(0, 500).mapToObj(i -> "v" + i).toArray(String[]::new);
    Broker broker = new Broker(lane(kafka, 8, OnRefusal.DEAD_LETTER), bodies);
    broker.losesConnections(random, 0.01);
    int sessions = broker.deliverUntilEmpty();
    assertThat(kafka.values()).as("seed %s, %s sessions", seed, sessions).containsExactly(bodies);
    assertThat(sessions).isGreaterThan(3);
    await().atMost(Duration.ofSeconds(5)).until(() -> budget.used() == 0);
  }

  /** A queue with one reader: what is not acknowledged is delivered again, in order. */
  private final class Broker {
    private final EffectivelyOnceLane lane;
    private final String[] bodies;
    private final boolean[] deliveredBefore;
    private Random random = new Random(0);
    private double lost;
    private volatile int first;
    private volatile Lane.Session session;

    Broker(EffectivelyOnceLane lane, String... bodies) {
      this.lane = lane;
      this.bodies = bodies;
      this.deliveredBefore = new boolean[bodies.length];
    }

    void losesConnections(Random chance, double share) {
      random = chance;
      lost = share;
    }

    int deliverUntilEmpty() throws Exception {
      int sessions = 0;
      while (first < bodies.length) {
        deliver();
        sessions++;
        assertThat(sessions).as("sessions for %s messages", bodies.length).isLessThan(5_000);
      }
      return sessions;
    }

    /** One session, from connect to loss. */
    Void deliver() throws Exception {
      int start = first;
      List<Long> numbers = new ArrayList<>();
      Lane.Session opened =
          lane.open(
              sequence -> {
                numbers.add(sequence);
                first = start + (int) sequence;
              },
              Lane.AckMode.ON_SETTLE);
      session = opened;
      for (int i = start; i < bodies.length; i++) {
        boolean again = deliveredBefore[i];
        deliveredBefore[i] = true;
        if (random.nextDouble() < lost
            || !opened.take(LaneRig.message("m" + i, bodies[i], again), LaneRig.STRAIGHT)) {
          opened.close();
          return null;
        }
        if (random.nextInt(20) == 0 && !opened.settle()) {
          return null;
        }
      }
      opened.settle();
      assertThat(numbers).isSorted();
      return null;
    }

    void close() {
      session.close();
    }
  }

  /** Row 29 at level B: nothing is given back, and it goes on in the same session. */
  @Test
  void aDeadLetterThatKafkaRefusesHoldsTheLineUntilItIsTaken() throws Exception {
    FakeKafka kafka = new FakeKafka(new Random(1), 0);
    kafka.refused = "guilty";
    kafka.refusesDeadLetters = true;
    AtomicLong restarts = new AtomicLong();
    AtomicLong acknowledged = new AtomicLong();
    EffectivelyOnceLane lane = lane(kafka, 10, OnRefusal.DEAD_LETTER);
    Lane.Session session = lane.open(acknowledged::set, Lane.AckMode.ASYNC);
    session.onFailure(restarts::incrementAndGet);
    session.take(LaneRig.message("m1", "guilty", false), LaneRig.STRAIGHT);
    await().untilAsserted(() -> assertThat(status.now().sinkTrouble()).contains("takes a message"));
    assertThat(acknowledged).hasValue(0);
    kafka.refusesDeadLetters = false;
    await().untilAsserted(() -> assertThat(acknowledged).hasValue(1));
    assertThat(kafka.deadLetters()).containsExactly("guilty");
    assertThat(status.now().sinkTrouble()).isNull();
    assertThat(restarts).hasValue(0);
    assertThat(budget.used()).isZero();
  }

  @Test
  void theEndOfTheConnectionWhileADeadLetterIsRefusedGivesAllBack() throws Exception {
    FakeKafka kafka = new FakeKafka(new Random(1), 0);
    kafka.refused = "guilty";
    kafka.refusesDeadLetters = true;
    EffectivelyOnceLane lane = lane(kafka, 10, OnRefusal.DEAD_LETTER);
    Lane.Session session = lane.open(sequence -> {}, Lane.AckMode.ASYNC);
    session.take(LaneRig.message("m1", "guilty", false), LaneRig.STRAIGHT);
    await().until(() -> status.now().sinkTrouble() != null);
    session.close();
    kafka.refusesDeadLetters = false;
    AtomicLong acknowledged = new AtomicLong();
    Lane.Session next = lane.open(acknowledged::set, Lane.AckMode.ASYNC);
    next.take(LaneRig.message("m1", "guilty", true), LaneRig.STRAIGHT);
    await().untilAsserted(() -> assertThat(acknowledged).hasValue(1));
    assertThat(kafka.deadLetters()).containsExactly("guilty");
    assertThat(budget.used()).isZero();
  }

  @Test
  void aRefusedRecordGivesItsRoomBackWhateverBecomesOfItsTransaction() throws Exception {
    FakeKafka kafka = new FakeKafka(new Random(1), 0);
    kafka.refused = "guilty";
    EffectivelyOnceLane lane = lane(kafka, 10, OnRefusal.DEAD_LETTER);
    for (int i = 0; i < 5; i++) {
      Lane.Session session = lane.open(sequence -> {}, Lane.AckMode.ON_SETTLE);
      session.take(LaneRig.message("m", "guilty", i > 0), LaneRig.STRAIGHT);
      session.close(); // the connection is lost before the commit
    }
    lane.open(sequence -> {}, Lane.AckMode.ON_SETTLE);
    assertThat(budget.used()).isZero();
  }

  /** Each is more than half of the budget: the second must not wait for the first one's commit. */
  @Test
  void aLargeRefusedMessageDoesNotBlockTheNextOne() throws Exception {
    FakeKafka kafka = new FakeKafka(new Random(1), 0);
    kafka.refused = "guilty";
    AtomicLong acknowledged = new AtomicLong();
    EffectivelyOnceLane lane = lane(kafka, 10, OnRefusal.DEAD_LETTER);
    Lane.Session session = lane.open(acknowledged::set, Lane.AckMode.ASYNC);
    session.onFailure(() -> {});
    session.take(LaneRig.message("m", "guilty" + "x".repeat(1_000_000), false), LaneRig.STRAIGHT);
    session.take(LaneRig.message("n", "y".repeat(1_000_000), false), LaneRig.STRAIGHT);
    await().until(() -> kafka.deadLetters().size() == 1 || budget.used() == 0);
  }
}

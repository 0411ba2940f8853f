package dev.pontoon.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pontoon.claim.MemoryClaims;
import dev.pontoon.config.RouteConfig;
import dev.pontoon.config.RouteConfig.OnRefusal;
import dev.pontoon.deadletter.DeadLetters;
import dev.pontoon.mapping.ClaimReference;
import dev.pontoon.mapping.Route;
import dev.pontoon.mapping.TopicLimits;
import dev.pontoon.message.Claim;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.OutboundRecord;
import dev.pontoon.message.Outcome;
import dev.pontoon.observe.RouteMetrics;
import dev.pontoon.observe.RouteStatus;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * While the claim store is away nothing is lost and nothing overtakes; it goes on by itself. As JMS
 * sources do it: a batch is taken, then settled, and a failed session's batch comes again.
 */
class ClaimWaitTest {
  private static final List<String> QUEUE = List.of("one", "big", "three", "big four", "five");
  private static final Duration LONG = Duration.ofSeconds(30);

  private final MemoryClaims store = new MemoryClaims();
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final RouteStatus status = new RouteStatus("orders", Clock.systemUTC());
  private final ByteBudget budget = new ByteBudget(1 << 20);
  private final LaneParts parts =
      new LaneParts(
          "orders",
          TopicGate.OPEN,
          ClaimWaitTest::map,
          new DeadLetters(
              new Route().config(), Route.ORIGIN, () -> TopicLimits.DEFAULT, Route.clock()),
          OnRefusal.DEAD_LETTER,
          LetterKeys.NONE,
          RouteConfig.Oversize.CLAIM_CHECK,
          store,
          null,
          16,
          budget.share(),
          new RouteMetrics(new SimpleMeterRegistry(), "orders"),
          status,
          workers);

  /** How many of the queue are acknowledged. */
  private volatile int done;

  @AfterEach
  void end() {
    workers.shutdownNow();
    timer.shutdownNow();
  }

  private static Outcome map(LegacyMessage message) {
    OutboundRecord record = (OutboundRecord) LaneRig.map(message);
    return text(record).startsWith("big")
        ? ClaimReference.of(record, record.value(), "claims")
        : record;
  }

  private static String text(OutboundRecord record) {
    return new String(record.value(), StandardCharsets.UTF_8);
  }

  private static String reference(String body) {
    return Claim.of(body.getBytes(StandardCharsets.UTF_8)).sha256();
  }

  private Future<?> source(Lane lane) {
    return workers.submit(
        () -> {
          boolean again = false;
          while (done < QUEUE.size()) {
            int base = done;
            Lane.Session session =
                lane.open(sequence -> done = base + (int) sequence, Lane.AckMode.ON_SETTLE);
            session.onFailure(() -> {});
            boolean taken = true;
            for (int i = base; taken && i < QUEUE.size(); i++) {
              LegacyMessage message = LaneRig.message("m" + i, QUEUE.get(i), again);
              taken = session.take(message, LaneRig.STRAIGHT);
            }
            var unused = taken && session.settle();
            session.close();
            again = true;
          }
          return null;
        });
  }

  private void awayAndBack(Lane lane, List<String> written) throws Exception {
    store.away = true;
    Future<?> source = source(lane);
    await().atMost(LONG).until(() -> store.refused.get() >= 2);
    assertThat(String.valueOf(status.now().sinkTrouble())).contains("store is away");
    assertThat(done).isLessThanOrEqualTo(1);
    assertThat(store.kept).isEmpty();

    store.away = false;
    source.get(LONG.toSeconds(), TimeUnit.SECONDS);

    assertThat(done).isEqualTo(QUEUE.size());
    assertThat(written).hasSize(QUEUE.size());
    assertThat(written.get(0)).isEqualTo("one");
    assertThat(written.get(1)).contains(reference("big"));
    assertThat(written.get(2)).isEqualTo("three");
    assertThat(written.get(3)).contains(reference("big four"));
    assertThat(written.get(4)).isEqualTo("five");
    assertThat(store.kept).containsOnlyKeys(reference("big"), reference("big four"));
    assertThat(status.now().sinkTrouble()).isNull();
    assertThat(budget.used()).isZero();
  }

  @Test
  void atLeastOnceWaitsAndGoesOn() throws Exception {
    List<String> written = new CopyOnWriteArrayList<>();
    RecordSink sink =
        (record, confirmation) -> {
          written.add(text(record));
          confirmation.confirmed();
        };
    awayAndBack(new AtLeastOnceLane(parts, sink, new IdAllowance()), written);
  }

  @Test
  void effectivelyOnceWaitsAndGoesOnWithEachOnce() throws Exception {
    FakeKafka kafka = new FakeKafka(new Random(1), 0);
    List<String> written =
        new java.util.AbstractList<>() {
          @Override
          public String get(int index) {
            return kafka.values().get(index);
          }

          @Override
          public int size() {
            return kafka.values().size();
          }
        };
    awayAndBack(new EffectivelyOnceLane(parts, kafka, timer), written);
  }
}

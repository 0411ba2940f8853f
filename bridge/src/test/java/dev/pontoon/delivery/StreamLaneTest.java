package dev.pontoon.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pontoon.config.RouteConfig.OnRefusal;
import dev.pontoon.mapping.Route;
import dev.pontoon.message.Body;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Property;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lanes of streams: they go on behind the last message that is safe. */
@Timeout(60)
class StreamLaneTest {
  private static final String PARTITION = "orders-1";

  private final LaneRig rig = new LaneRig(8, OnRefusal.DEAD_LETTER);
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Store store = new Store();

  /** Keeps slots in memory. */
  private static final class Store implements PositionStore {
    final Map<Integer, byte[]> slots = new ConcurrentHashMap<>();
    volatile boolean away;

    @Override
    public Map<Integer, byte[]> read() throws IOException {
      check();
      return Map.copyOf(slots);
    }

    @Override
    public void write(int slot, byte[] value) throws IOException {
      check();
      slots.put(slot, value);
    }

    private void check() throws IOException {
      if (away) {
        throw new IOException("the test says that Kafka is away");
      }
    }
  }

  @AfterEach
  void end() throws Exception {
    timer.shutdownNow();
    rig.close();
  }

  private AtLeastOnceLane atLeastOnce() {
    return new AtLeastOnceLane(rig.parts, rig.sink, store, timer);
  }

  private static LegacyMessage message(long offset, String body) {
    Map<Property, Object> properties = new EnumMap<>(Property.class);
    properties.put(Property.STREAM, PARTITION);
    properties.put(Property.STREAM_OFFSET, offset);
    Body bytes = new Body.Bytes(body.getBytes(StandardCharsets.UTF_8));
    return new LegacyMessage(Route.ORIGIN, properties, Map.of(), bytes, false);
  }

  private static LegacyMessage message(long offset) {
    return message(offset, "v" + offset);
  }

  private static long safe(Map<String, Position> positions) {
    Position position = positions.get(PARTITION);
    return position == null ? -1 : position.offset();
  }

  private long stored() {
    return safe(Positions.of(store.slots).byStream());
  }

  @Test
  void aPositionIsWrittenWhenAllBeforeItIsConfirmed() throws Exception {
    Lane.Session session = atLeastOnce().open(sequence -> {}, Lane.AckMode.ASYNC);
    for (long offset = 100; offset < 104; offset++) {
      session.take(message(offset), LaneRig.STRAIGHT);
    }
    rig.sink.get(0).confirm();
    rig.sink.get(2).confirm();
    rig.sink.get(3).confirm();
    await().atMost(Duration.ofSeconds(5)).until(() -> stored() == 100);
    rig.sink.get(1).confirm();
    await().atMost(Duration.ofSeconds(5)).until(() -> stored() == 103);
    assertThat(rig.metrics.withoutIdentity.count()).isZero();
  }

  @Test
  void aCleanStopLeavesNothingToBeReadAgain() throws Exception {
    Lane.Session session = atLeastOnce().open(sequence -> {}, Lane.AckMode.ASYNC);
    session.take(message(7), LaneRig.STRAIGHT);
    session.take(message(9), LaneRig.STRAIGHT);
    rig.sink.confirmAll();
    session.close();
    assertThat(session.drain(Duration.ofSeconds(5))).isTrue();
    assertThat(stored()).isEqualTo(9);
  }

  @Test
  void whatIsConfirmedAfterTheConnectionIsGoneCounts() throws Exception {
    AtLeastOnceLane lane = atLeastOnce();
    Lane.Session first =
        lane.open(
            sequence -> {
              throw new IOException("connection lost");
            },
            Lane.AckMode.ASYNC);
    first.take(message(0), LaneRig.STRAIGHT);
    first.take(message(1), LaneRig.STRAIGHT);
    first.close();
    rig.sink.confirmAll();
    Lane.Session second = lane.open(sequence -> {}, Lane.AckMode.ASYNC);
    assertThat(safe(second.positions())).isEqualTo(1);
    assertThat(second.positions().get(PARTITION)).isEqualTo(Position.of(message(1)));
    assertThat(second.positions().get(PARTITION)).isNotEqualTo(Position.of(message(1, "other")));
  }

  @Test
  void withoutItsPositionALaneDoesNotBegin() {
    store.away = true;
    assertThatThrownBy(() -> atLeastOnce().open(sequence -> {}, Lane.AckMode.ASYNC))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("position in the stream")
        .hasMessageContaining("Kafka is away");
  }

  @Test
  void aPositionThatCouldNotBeWrittenIsWrittenLater() throws Exception {
    Lane.Session session = atLeastOnce().open(sequence -> {}, Lane.AckMode.ASYNC);
    store.away = true;
    session.take(message(5), LaneRig.STRAIGHT);
    rig.sink.confirmAll();
    await().atMost(Duration.ofSeconds(5)).until(() -> rig.metrics.acknowledged.count() == 1);
    session.close();
    assertThat(session.drain(Duration.ofSeconds(5))).isFalse();
    store.away = false;
    await().atMost(Duration.ofSeconds(5)).until(() -> stored() == 5);
  }

  @Test
  void inTransactionsEachMessageIsWrittenOnceWhateverFails() throws Exception {
    long seed = ThreadLocalRandom.current().nextLong();
    System.out.println("StreamLaneTest seed " + seed);
    FakeKafka kafka = new FakeKafka(new Random(seed), 0.05);
    EffectivelyOnceLane lane = new EffectivelyOnceLane(rig.parts, kafka, timer, true);
    int sessions = 0;
    long done = -1;
    while (done < 299) {
      Lane.Session session;
      try {
        session = lane.open(sequence -> {}, Lane.AckMode.ASYNC);
      } catch (IllegalStateException e) {
        continue;
      }
      sessions++;
      done = safe(session.positions());
      for (long offset = done + 1; offset < 300; offset++) {
        if (!session.take(message(offset), LaneRig.STRAIGHT)) {
          break;
        }
      }
      session.close();
      var unused = session.drain(Duration.ofSeconds(5));
    }
    assertThat(sessions).isGreaterThan(2);
    assertThat(kafka.values())
        .containsExactlyElementsOf(LongStream.range(0, 300).mapToObj(o -> "v" + o).toList());
    lane.close();
  }

  @Test
  void aMessageThatBecomesNoRecordMovesThePositionToo() throws Exception {
    FakeKafka kafka = new FakeKafka(new Random(1), 0);
    EffectivelyOnceLane lane = new EffectivelyOnceLane(rig.parts, kafka, timer, true);
    Lane.Session session = lane.open(sequence -> {}, Lane.AckMode.ASYNC);
    session.take(message(41), inFlight -> {});
    session.close();
    assertThat(session.drain(Duration.ofSeconds(5))).isTrue();
    assertThat(safe(lane.open(sequence -> {}, Lane.AckMode.ASYNC).positions())).isEqualTo(41);
    lane.close();
  }

  @Test
  void aRouteThatReadAQueueBeforeHasNoPosition() throws Exception {
    Map<Integer, byte[]> state = new HashMap<>();
    ConfirmedIds known = new ConfirmedIds(16, null);
    IdRing ring = new IdRing(Map.of(), known);
    ring.add(List.of(new Identity(1, 2)));
    state.put(ring.slot(), ring.value());
    assertThat(Positions.of(state).byStream()).isEmpty();

    Positions positions = new Positions();
    positions.reached(new Position("ströme", 3, 4));
    state.put(Positions.SLOT, positions.value());
    assertThat(Positions.of(state).byStream()).containsOnlyKeys("ströme");
    new IdentityProgress(state, known);
    assertThat(known.contains(new Identity(1, 2))).isTrue();
  }

  @Test
  void positionsOfAnotherVersionAreRefused() {
    assertThatThrownBy(() -> Positions.of(Map.of(Positions.SLOT, new byte[] {9})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not written by this version");
    assertThatThrownBy(() -> Positions.of(Map.of(Positions.SLOT, new byte[] {2, 0, 1, 'a', 0})))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

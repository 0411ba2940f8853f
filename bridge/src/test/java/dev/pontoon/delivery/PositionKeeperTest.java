package dev.pontoon.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Positions of two replicas that take turns, and a state topic that answers slowly or not. */
@Timeout(60)
class PositionKeeperTest {
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final AtomicInteger tasks = new AtomicInteger();
  private final Store store = new Store();
  private final PositionKeeper keeper = keeper();
  private final PositionWindow window = new PositionWindow();

  /** Keeps slots in memory. */
  private static final class Store implements PositionStore {
    final Map<Integer, byte[]> slots = new ConcurrentHashMap<>();
    final AtomicInteger writes = new AtomicInteger();
    volatile CountDownLatch gate = new CountDownLatch(0);
    volatile boolean away;

    @Override
    public Map<Integer, byte[]> read() {
      return Map.copyOf(slots);
    }

    @Override
    public void write(int slot, byte[] value) throws IOException, InterruptedException {
      writes.incrementAndGet();
      gate.await();
      if (away) {
        throw new IOException("the test says that Kafka is away");
      }
      slots.put(slot, value);
    }

    long offset() {
      Position position = Positions.of(slots).byStream().get("s");
      return position == null ? -1 : position.offset();
    }
  }

  private PositionKeeper keeper() {
    return new PositionKeeper(
        "orders",
        store,
        timer,
        task -> {
          tasks.incrementAndGet();
          workers.execute(task);
        });
  }

  private static List<Position> at(long offset) {
    return List.of(new Position("s", offset, offset));
  }

  @AfterEach
  void end() {
    timer.shutdownNow();
    workers.shutdownNow();
  }

  private void otherReplicaReaches(long offset) throws InterruptedException {
    PositionKeeper other = keeper();
    other.restore(new PositionWindow());
    other.reached(at(offset));
    assertThat(other.flush()).isTrue();
  }

  @Test
  void theOtherReplicasNewerPositionCountsWhenTheLeaseComesBack() throws Exception {
    keeper.restore(window);
    keeper.reached(at(5));
    assertThat(keeper.flush()).isTrue();
    keeper.end(window);
    otherReplicaReaches(5_000);
    keeper.reached(at(7));
    assertThat(keeper.restore(new PositionWindow()).get("s").offset()).isEqualTo(5_000);
    assertThat(store.offset()).isEqualTo(5_000);
    keeper.reached(at(5_001));
    assertThat(keeper.flush()).isTrue();
    assertThat(store.offset()).isEqualTo(5_001);
  }

  @Test
  void whatIsWrittenAfterTheSessionOverwritesNoOtherReplica() throws Exception {
    keeper.restore(window);
    keeper.reached(at(5));
    assertThat(keeper.flush()).isTrue();
    keeper.end(window);
    otherReplicaReaches(5_000);
    keeper.reached(at(7));
    await().atMost(Duration.ofSeconds(5)).until(() -> tasks.get() > 0);
    assertThat(keeper.flush()).isTrue();
    assertThat(store.offset()).isEqualTo(5_000);
    assertThat(keeper.restore(new PositionWindow()).get("s").offset()).isEqualTo(5_000);
  }

  @Test
  void withoutAnotherReplicaNothingIsReadAgain() throws Exception {
    keeper.restore(window);
    keeper.reached(at(5));
    keeper.end(window);
    keeper.reached(at(6));
    PositionWindow next = new PositionWindow();
    assertThat(keeper.restore(next).get("s").offset()).isEqualTo(6);
    assertThat(store.offset()).isEqualTo(6);
    keeper.end(next);
    store.away = true;
    keeper.reached(at(7));
    assertThat(keeper.flush()).isFalse();
    store.away = false;
    assertThat(keeper.restore(next).get("s").offset()).isEqualTo(7);
  }

  @Test
  void aSlowStateTopicHoldsNobodyUpAndTakesOneWorker() throws Exception {
    keeper.restore(window);
    store.gate = new CountDownLatch(1);
    keeper.reached(at(1));
    await().atMost(Duration.ofSeconds(5)).until(() -> store.writes.get() == 1);
    long begin = System.nanoTime();
    int offset = 2;
    while (System.nanoTime() - begin < Duration.ofMillis(1_200).toNanos()) {
      keeper.reached(at(offset++));
    }
    assertThat(tasks).hasValue(1);
    store.gate.countDown();
    long last = offset - 1;
    await().atMost(Duration.ofSeconds(5)).until(() -> store.offset() == last);
    assertThat(store.writes).hasValue(2);
  }

  @Test
  void anOutageIsSaidOnce() throws Exception {
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger(PositionKeeper.class);
    lines.start();
    logger.addAppender(lines);
    try {
      keeper.restore(window);
      store.away = true;
      keeper.reached(at(1));
      await().atMost(Duration.ofSeconds(10)).until(() -> store.writes.get() >= 3);
      store.away = false;
      await().atMost(Duration.ofSeconds(5)).until(() -> store.offset() == 1);
    } finally {
      logger.detachAppender(lines);
    }
    assertThat(lines.list).hasSize(1);
  }
}

package dev.pontoon.delivery;

import static dev.pontoon.delivery.LaneRig.STRAIGHT;
import static dev.pontoon.delivery.LaneRig.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.config.RouteConfig.OnRefusal;
import dev.pontoon.rig.fault.Seed;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A queue, a lane and a Kafka that confirms on two threads in any order, refuses, spoils and
 * forgets, while connections break: in the end every message is in Kafka or dead-lettered, and none
 * was acknowledged before.
 */
@Timeout(60)
class LaneRandomTest {
  private static final int MESSAGES = 3_000;
  private static final int WINDOW = 50;

  private final long seed = Seed.printed("LaneRandomTest");
  private final LaneRig rig = new LaneRig(WINDOW, OnRefusal.DEAD_LETTER);

  /** What Kafka has, by body. */
  private final Set<String> safe = ConcurrentHashMap.newKeySet();

  private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean over = new AtomicBoolean();

  /** The legacy queue: what is not acknowledged, in order. */
  private final Deque<String> queue = new ArrayDeque<>();

  private final Set<String> delivered = ConcurrentHashMap.newKeySet();
  private int sessions;

  @Test
  void nothingIsAcknowledgedBeforeItIsSafeAndTheLedgerCloses() throws Exception {
    for (int i = 0; i < MESSAGES; i++) {
      queue.add(i % 97 == 0 ? "bad" + i : "m" + i);
    }
    Kafka kafka = new Kafka(new Random(seed));
    Thread one = kafka.thread();
    Thread two = kafka.thread();
    Random random = new Random(seed + 1);
    while (!queue.isEmpty()) {
      connect(random);
    }
    LaneRig.Opened last = rig.open();
    last.session.close();
    over.set(true);
    one.join();
    two.join();
    assertThat(wrong).as("seed %d", seed).isEmpty();
    assertThat(safe).as("seed %d", seed).hasSize(MESSAGES);
    assertThat(sessions).as("connections").isGreaterThan(2);
    rig.ledgerCloses();
    rig.close();
  }

  /** One connection: delivers from the head of the queue until it breaks or all is acknowledged. */
  private void connect(Random random) throws Exception {
    sessions++;
    List<String> sent = new ArrayList<>();
    Broker broker = new Broker(sent);
    Lane.Session session = rig.lane.open(broker::acknowledge, Lane.AckMode.ASYNC);
    session.onFailure(() -> broker.broken = true);
    int most = 50 + random.nextInt(MESSAGES / 2);
    for (String body : List.copyOf(queue).subList(0, Math.min(most, queue.size()))) {
      synchronized (sent) {
        sent.add(body);
      }
      rig.metrics.read.increment();
      boolean again = !delivered.add(body);
      if (broker.broken || !session.take(message(body, body, again), STRAIGHT)) {
        rig.metrics.givenBack.increment();
        break;
      }
    }
    session.close();
    if (random.nextBoolean()) {
      session.drain(Duration.ofSeconds(random.nextInt(2) * 10));
    }
    broker.broken = true;
    synchronized (sent) {
      for (int i = 0; i < broker.acknowledged; i++) {
        assertThat(queue.poll()).isEqualTo(sent.get(i));
      }
    }
  }

  /** The other end of one connection. */
  private final class Broker {
    private final List<String> sent;
    private volatile boolean broken;
    private volatile int acknowledged;

    Broker(List<String> sent) {
      this.sent = sent;
    }

    void acknowledge(long sequence) {
      synchronized (sent) {
        if (broken) {
          throw new IllegalStateException("connection lost");
        }
        if (sequence <= acknowledged) {
          wrong.add("acknowledged " + sequence + " after " + acknowledged);
        }
        for (String body : sent.subList(0, (int) sequence)) {
          if (!safe.contains(body)) {
            wrong.add("acknowledged before it was safe: " + body);
          }
        }
        acknowledged = (int) sequence;
      }
    }
  }

  /** Decides what becomes of each record that the sink has taken. */
  private final class Kafka {
    private final Random random;
    private final List<FakeSink.Sent> open = new ArrayList<>();
    private int seen;

    Kafka(Random random) {
      this.random = random;
    }

    Thread thread() {
      Thread thread = new Thread(this::run, "kafka");
      thread.setDaemon(true);
      thread.start();
      return thread;
    }

    private void run() {
      while (!over.get()) {
        FakeSink.Sent next = next();
        if (next == null) {
          LockSupport.parkNanos(50_000);
        } else {
          decide(next);
        }
      }
    }

    private synchronized FakeSink.Sent next() {
      while (seen < rig.sink.size()) {
        open.add(rig.sink.get(seen++));
      }
      return open.isEmpty() ? null : open.remove(random.nextInt(open.size()));
    }

    private void decide(FakeSink.Sent sent) {
      int chance;
      synchronized (this) {
        chance = random.nextInt(2_000);
      }
      if (chance == 0) {
        sent.fail(SinkFailure.Kind.UNKNOWN);
      } else if (chance == 1) {
        sent.fail(SinkFailure.Kind.COLLATERAL);
      } else if (chance < 20) {
        sent.fail(SinkFailure.Kind.REFUSED);
      } else {
        safe.add(sent.text());
        sent.confirm();
      }
    }
  }
}

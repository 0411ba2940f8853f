package dev.pontoon.kafka;

import static org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation.LEAVE_GROUP;

import dev.pontoon.delivery.Lease;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lease kept by Kafka: the replicas of a route are one consumer group on a topic with one
 * partition, and who has the partition has the lease. A holder that dies or hangs loses it after
 * the session time-out; one that is restarted in its place takes it over at once.
 *
 * <p>A holder that Kafka can't reach keeps it, for nobody else can get it from Kafka either, and
 * without Kafka nothing is written.
 */
public final class KafkaLease implements Lease, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaLease.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration LEAVE = Duration.ofSeconds(1);

  /** A process that was frozen for longer does not know whether it still has the lease. */
  static final Duration SESSION = Duration.ofSeconds(10);

  /** So long it stays out of the group after it has passed the lease on. */
  private static final Duration STAND_BACK = Duration.ofSeconds(3);

  private final String topic;
  private final String route;
  private final Map<String, Object> settings;
  private final AtomicBoolean asked = new AtomicBoolean();
  private final AtomicBoolean needed;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean held;
  private volatile long polled;
  private volatile boolean passing;
  private volatile Runnable loss = () -> {};
  private volatile @Nullable Thread thread;
  private volatile @Nullable Consumer<byte[], byte[]> member;

  /**
   * @param replica tells the replicas apart and stays the same when one is restarted
   * @param needed if not, it is held, and Kafka not asked, until {@link #need} is called
   */
  public KafkaLease(
      KafkaSettings settings, String bridge, String route, String replica, boolean needed) {
    this.needed = new AtomicBoolean(needed);
    this.topic = of(bridge);
    this.route = route;
    this.settings = settings.lease(bridge + "." + route + ".lease", replica);
  }

  /** The name of the topic of a bridge. */
  static String of(String bridge) {
    return bridge + ".leases";
  }

  @Override
  public boolean needed() {
    return needed.get();
  }

  @Override
  public boolean need() {
    return needed.getAndSet(true) && held();
  }

  @Override
  public boolean held() {
    if (!needed.get()) {
      return true;
    }
    if (!asked.getAndSet(true)) {
      Thread started = new Thread(this::run, "pontoon-lease-" + route);
      started.setDaemon(true);
      thread = started;
      started.start();
    }
    return held && System.nanoTime() - polled < SESSION.toNanos();
  }

  @Override
  public void onLoss(Runnable action) {
    loss = action;
  }

  @Override
  public void pass() {
    passing = held;
  }

  /** Gives it back, so that another replica has it at once. */
  @Override
  public void close() {
    closed.countDown();
    Consumer<byte[], byte[]> consumer = member;
    if (consumer != null) {
      consumer.wakeup();
    }
    Thread running = thread;
    if (running != null) {
      try {
        running.join(2 * LEAVE.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void run() {
    try {
      while (closed.getCount() > 0) {
        try {
          takePart();
        } catch (KafkaException e) {
          fenced(e);
        }
        lose();
        passing = false;
        if (closed.await(STAND_BACK.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      lose();
    }
  }

  private void takePart() {
    Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings);
    member = consumer;
    try {
      consumer.subscribe(List.of(topic), new Turns());
      boolean sure = true;
      while (closed.getCount() > 0 && !passing && sure) {
        polled = System.nanoTime();
        var unused = consumer.poll(POLL);
        sure = System.nanoTime() - polled < SESSION.toNanos();
      }
    } catch (WakeupException e) {
      LOG.atDebug().setCause(e).log("woken");
    } finally {
      lose();
      member = null;
      consumer.close(CloseOptions.timeout(LEAVE).withGroupMembershipOperation(LEAVE_GROUP));
    }
  }

  /** Another process says that it is this replica: from now on this one is an ordinary member. */
  private void fenced(KafkaException failure) {
    if (failure instanceof FencedInstanceIdException) {
      settings.remove("group.instance.id");
    }
    LOG.atWarn()
        .addKeyValue("route", route)
        .addKeyValue("detail", failure.getMessage())
        .log("lease lost; asks again");
  }

  private void lose() {
    if (held) {
      held = false;
      LOG.atInfo().addKeyValue("route", route).log("lease given up");
      loss.run();
    }
  }

  private final class Turns implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      if (!partitions.isEmpty()) {
        held = true;
        LOG.atInfo().addKeyValue("route", route).log("lease taken");
      }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      if (!partitions.isEmpty()) {
        lose();
      }
    }
  }
}

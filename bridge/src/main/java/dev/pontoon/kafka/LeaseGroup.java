package dev.pontoon.kafka;

import static org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation.LEAVE_GROUP;

import dev.pontoon.delivery.Lease;
import dev.pontoon.observe.LogLimit;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
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
 * The leases of a process, kept by Kafka: the replicas of a bridge are one consumer group, and its
 * leader says which of them has the lease of which route ({@link LeaseShares}). A holder that dies
 * or hangs loses all after the session time-out; one that is restarted in its place takes them over
 * at once.
 *
 * <p>A holder that Kafka can't reach keeps them, for nobody else can get them from Kafka either,
 * and without Kafka nothing is written.
 *
 * <p>Nothing runs before the first lease is asked for.
 */
public final class LeaseGroup implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseGroup.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration LEAVE = Duration.ofSeconds(1);

  /** A process that was frozen for longer has no lease any more. */
  static final Duration SESSION = Duration.ofSeconds(10);

  private final String topic;
  private final Map<String, Object> settings;
  private final Function<Map<String, Object>, Consumer<byte[], byte[]>> consumers;
  private final Duration pause;
  private final LogLimit lines = new LogLimit(Duration.ofMinutes(1), System::nanoTime);
  private final LeaseMember member =
      new LeaseMember(System::nanoTime, () -> UUID.randomUUID().getMostSignificantBits());
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();
  private volatile @Nullable Consumer<byte[], byte[]> consumer;

  /**
   * @param replica tells the replicas apart and stays the same when one is restarted
   */
  public LeaseGroup(KafkaSettings settings, String bridge, String replica) {
    this.topic = of(bridge);
    this.settings = settings.leases(topic, replica, member);
    this.consumers = KafkaConsumer::new;
    this.pause = LeaseMember.STAND_BACK;
  }

  /**
   * @param consumers makes what takes part in the group
   * @param pause between one and the next
   */
  LeaseGroup(
      String bridge,
      Function<Map<String, Object>, Consumer<byte[], byte[]>> consumers,
      Duration pause) {
    this.topic = of(bridge);
    this.settings = new HashMap<>();
    this.consumers = consumers;
    this.pause = pause;
  }

  /** The name of a bridge's topic, which is always empty, and of its group. */
  static String of(String bridge) {
    return bridge + ".leases";
  }

  /**
   * The lease of a route.
   *
   * @param needed if not, it is held, and Kafka not asked, until {@link Lease#need} is called
   */
  public Lease lease(String route, boolean needed) {
    return lease(route, needed, needed);
  }

  /**
   * The lease of a route.
   *
   * @param needed if not, it is held until {@link Lease#need} or {@link Lease#ask} is called
   * @param prepared whether the topic is to be there from the start, so that it can be asked for
   */
  public Lease lease(String route, boolean needed, boolean prepared) {
    KafkaLease lease = new KafkaLease(member, this::start, route, needed, prepared);
    member.add(lease);
    return lease;
  }

  private void start() {
    Thread made = new Thread(this::run, "pontoon-leases");
    made.setDaemon(true);
    if (closed.getCount() > 0 && thread.compareAndSet(null, made)) {
      made.start();
    }
  }

  /** Gives all back, so that other replicas have them at once. */
  @Override
  public void close() {
    closed.countDown();
    Consumer<byte[], byte[]> polling = consumer;
    if (polling != null) {
      polling.wakeup();
    }
    Thread running = thread.get();
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
        } catch (RuntimeException | Error e) {
          // Whatever it was: without this thread no route that needs a lease is ever read again.
          failed(e);
        }
        if (closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void takePart() {
    Consumer<byte[], byte[]> polling = consumers.apply(settings);
    consumer = polling;
    try {
      polling.subscribe(List.of(topic), new Membership(polling));
      member.begins();
      // Not with the same consumer after a freeze: an answer from before may still be on its way.
      while (closed.getCount() > 0 && member.polls()) {
        if (member.hasNews()) {
          polling.enforceRebalance("other routes");
        }
        var unused = polling.poll(POLL);
      }
    } catch (WakeupException e) {
      LOG.atDebug().setCause(e).log("woken");
    } finally {
      member.losesAll();
      consumer = null;
      polling.close(CloseOptions.timeout(LEAVE).withGroupMembershipOperation(LEAVE_GROUP));
    }
  }

  /** Another process says that it is this replica: from now on this one is an ordinary member. */
  private void failed(Throwable failure) {
    if (failure instanceof FencedInstanceIdException) {
      settings.remove("group.instance.id");
    }
    String why = SendFailures.chain(failure);
    lines
        .pass(why)
        .ifPresent(
            heldBack ->
                LOG.atWarn()
                    .setCause(failure instanceof KafkaException ? null : failure)
                    .addKeyValue("topic", topic)
                    .addKeyValue("detail", why)
                    .addKeyValue("heldBack", heldBack)
                    .log("leases lost; asks again"));
  }

  private final class Membership implements ConsumerRebalanceListener {
    private final Consumer<byte[], byte[]> polling;

    Membership(Consumer<byte[], byte[]> polling) {
      this.polling = polling;
    }

    /** There is never anything to read. */
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      polling.pause(partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      if (!partitions.isEmpty()) {
        member.losesAll();
      }
    }
  }
}

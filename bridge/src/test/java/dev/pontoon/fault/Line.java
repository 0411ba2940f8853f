package dev.pontoon.fault;

import dev.pontoon.rig.ledger.Balance;
import dev.pontoon.rig.ledger.KafkaAudit;
import dev.pontoon.rig.ledger.Ledger;
import dev.pontoon.rig.load.Payloads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.DoubleSupplier;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** One queue with its publisher, its bridge, its topic, and the account of what arrived. */
final class Line implements AutoCloseable {
  private static final int KEYS = 100;
  private static final int CHUNK = 100;

  private final Guarantee level;
  private final Ledger ledger;
  private final BridgeProcess bridge;
  private final KafkaAudit audit;
  private final Load load;

  private Line(Guarantee level, Ledger ledger, BridgeProcess bridge, KafkaAudit audit, Load load) {
    this.level = level;
    this.ledger = ledger;
    this.bridge = bridge;
    this.audit = audit;
    this.load = load;
  }

  /**
   * Queue and topics are made, the bridge is not started.
   *
   * @param name of queue, topic and bridge; not used before on this stage
   */
  static Line on(Stage stage, String name, Guarantee level, Path folder, long seed)
      throws Exception {
    return on(stage, name, level, seed, stage.bridge(folder.resolve(name), name, name, level));
  }

  /** The same with a given bridge. */
  static Line on(Stage stage, String name, Guarantee level, long seed, BridgeProcess bridge)
      throws Exception {
    stage.legacy().declare(name);
    stage.topic(name, 6, Map.of());
    stage.topic(name + ".dead", 1, Map.of());
    Ledger ledger = new Ledger(name.replace('.', '-'), KEYS);
    KafkaAudit audit =
        KafkaAudit.committed(ledger, stage.kafka().directBootstrap(), name, name + ".dead");
    Load load = stage.legacy().load(name, ledger, new Payloads(seed, 10, 2_000), seed);
    return new Line(level, ledger, bridge, audit, load);
  }

  Guarantee level() {
    return level;
  }

  BridgeProcess bridge() {
    return bridge;
  }

  Ledger ledger() {
    return ledger;
  }

  /** Publishes so many, all at once. */
  void publish(int count) {
    load.publish(count);
  }

  /**
   * Publishes on a thread of its own, as far as progress allows.
   *
   * @param progress from 0 to 1
   */
  CompletableFuture<@Nullable Void> publish(int count, DoubleSupplier progress) {
    return CompletableFuture.runAsync(
        () -> {
          int done = 0;
          while (done < count) {
            int allowed = (int) Math.min(count, Math.ceil(count * progress.getAsDouble()));
            int next = Math.min(CHUNK, allowed - done);
            if (next > 0) {
              load.publish(next);
              done += next;
            } else {
              java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
            }
          }
        },
        task -> new Thread(task, "publisher-" + level).start());
  }

  /** What arrived by now, as far as Kafka can be asked. */
  void look() {
    try {
      audit.catchUp();
    } catch (KafkaException e) {
      // Kafka is away: the next look sees it.
      Thread.onSpinWait();
    }
  }

  Balance balance() {
    return audit.catchUp();
  }

  /** Waits until all that is confirmed has arrived; returns what is there then. */
  Balance awaitComplete(Duration limit) {
    return audit.awaitComplete(limit);
  }

  @Override
  public void close() {
    bridge.close();
    load.close();
    audit.close();
  }
}

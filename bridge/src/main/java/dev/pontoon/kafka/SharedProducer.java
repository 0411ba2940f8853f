package dev.pontoon.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * One producer of {@link KafkaSink}, what it has taken and not told about, and whether it still
 * works. Safe for all threads.
 */
final class SharedProducer {
  private final FirstAlone sender;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicBoolean broken = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean proven;

  SharedProducer(FirstAlone sender) {
    this.sender = sender;
  }

  FirstAlone sender() {
    return sender;
  }

  /** Before a record is sent; {@link #leave} when it was told what became of it. */
  boolean enter() {
    open.incrementAndGet();
    if (broken()) {
      leave();
      return false;
    }
    return true;
  }

  void leave() {
    open.decrementAndGet();
  }

  /** Takes nothing any more. Returns whether this is news. */
  boolean breaks() {
    return !broken.getAndSet(true);
  }

  boolean broken() {
    return broken.get();
  }

  /** Whether nothing is on its way by it; for one that is broken this stays so. */
  boolean quiet() {
    return open.get() == 0;
  }

  void confirms() {
    if (!proven) {
      proven = true;
    }
  }

  /** Whether it has ever got a record into Kafka. */
  boolean proven() {
    return proven;
  }

  /**
   * Whether Kafka refused its login before it got its first record in: an idempotent client does
   * not ask for its producer id a second time, and without one it sends nothing, for ever.
   */
  boolean neverGotIn() {
    return !proven && !broken() && !quiet() && refusedLogins() > 0;
  }

  private double refusedLogins() {
    double refused = 0;
    for (Map.Entry<MetricName, ? extends Metric> metric : sender.producer().metrics().entrySet()) {
      MetricName name = metric.getKey();
      if (name.name().equals("failed-authentication-total")
          && name.group().equals("producer-metrics")
          && metric.getValue().metricValue() instanceof Double number) {
        refused += number;
      }
    }
    return refused;
  }

  /** Fails what is on its way, once. Blocks only if it is not called by a callback. */
  void close() {
    if (closed.compareAndSet(false, true)) {
      sender.close(Duration.ZERO);
    }
  }
}

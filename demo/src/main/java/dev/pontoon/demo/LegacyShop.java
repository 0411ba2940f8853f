package dev.pontoon.demo;

import com.rabbitmq.client.ConnectionFactory;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The legacy applications: two publishers at a steady rate, and one reader of the exchange. */
final class LegacyShop implements AutoCloseable {
  private static final long TICK_MILLIS = 20;
  private static final long STOP_SECONDS = 40;

  private final OrderPublisher orders;
  private final PaymentPublisher payments;
  private final Warehouse warehouse;
  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
  private final AtomicReference<@Nullable String> failure = new AtomicReference<>();

  /**
   * @throws Exception when a broker can't be reached
   */
  LegacyShop(DemoBrokers brokers, Ledger orders, Ledger payments, Clock clock) throws Exception {
    ConnectionFactory rabbit = brokers.amqp().clients();
    this.warehouse = new Warehouse(rabbit.newConnection("warehouse"));
    this.orders = new OrderPublisher(rabbit.newConnection("order system"), orders, clock);
    this.payments =
        new PaymentPublisher(brokers.jms().connectionFactory().createConnection(), payments);
  }

  /** Starts publishing. */
  void open(int perSecond) {
    publish("order system", orders, perSecond);
    publish("payment system", payments, perSecond);
  }

  private void publish(String name, Publisher publisher, int perSecond) {
    Pace pace = new Pace(perSecond, System::nanoTime);
    var unused =
        threads.scheduleWithFixedDelay(
            () -> tick(name, publisher, pace), 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void tick(String name, Publisher publisher, Pace pace) {
    try {
      if (failure.get() == null) {
        int due = pace.due();
        if (due > 0) {
          publisher.publish(due);
        }
      }
    } catch (Exception e) {
      failure.compareAndSet(null, "the " + name + " could not publish: " + Reasons.of(e));
    }
  }

  /** Orders that the legacy reader has got. */
  int warehouseReceived() {
    return warehouse.received();
  }

  /** Why publishing ended early; null if it did not. */
  @Nullable String failure() {
    return failure.get();
  }

  /** Stops publishing; returns when everything that was sent is confirmed. */
  void shut() throws InterruptedException {
    shut(threads);
  }

  private static void shut(ExecutorService threads) throws InterruptedException {
    threads.shutdown();
    if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
      threads.shutdownNow();
    }
  }

  @Override
  public void close() throws Exception {
    threads.shutdownNow();
    try (payments;
        orders;
        warehouse) {
      shut(threads);
    }
  }
}

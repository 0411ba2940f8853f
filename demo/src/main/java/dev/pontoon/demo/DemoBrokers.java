package dev.pontoon.demo;

import dev.pontoon.rig.jms.ActiveMqBroker;
import dev.pontoon.rig.jms.JmsBroker;
import dev.pontoon.rig.kafka.EmbeddedKafka;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Both worlds: Kafka, ActiveMQ and an AMQP 0-9-1 broker, on free ports of this machine, with
 * temporary folders.
 */
record DemoBrokers(EmbeddedKafka kafka, JmsBroker jms, AmqpBroker amqp) implements AutoCloseable {

  /**
   * Starts all at the same time; returns when all serve.
   *
   * @throws RuntimeException when one does not start, after the others were ended
   */
  static DemoBrokers start(RabbitChoice choice) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    Future<AmqpBroker> amqp = threads.submit(() -> AmqpBroker.start(choice));
    Future<EmbeddedKafka> kafka = threads.submit((Callable<EmbeddedKafka>) EmbeddedKafka::started);
    Future<ActiveMqBroker> jms = threads.submit((Callable<ActiveMqBroker>) ActiveMqBroker::started);
    threads.shutdown();
    try {
      return new DemoBrokers(kafka.get(), jms.get(), amqp.get());
    } catch (ExecutionException e) {
      end(kafka);
      end(jms);
      end(amqp);
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    }
  }

  private static void end(Future<? extends AutoCloseable> broker) throws InterruptedException {
    try {
      broker.get().close();
    } catch (ExecutionException expected) {
      // This one did not start.
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("a broker did not end: " + Reasons.of(e), e);
    }
  }

  /** Ends all. */
  @Override
  public void close() throws Exception {
    try (kafka;
        jms;
        amqp) {
      // The order is from the last to the first.
    }
  }
}

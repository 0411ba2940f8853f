package dev.pontoon.rig.jms;

import dev.pontoon.rig.WorkFolder;
import java.util.Objects;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.region.policy.PolicyEntry;
import org.apache.activemq.broker.region.policy.PolicyMap;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.ActiveMQTopic;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;
import org.jspecify.annotations.Nullable;

/** ActiveMQ Classic in this JVM. */
public final class ActiveMqBroker implements JmsBroker {

  private static final long STORE_LIMIT = 2L << 30;
  private static final long TEMP_LIMIT = 256L << 20;
  private static final long MEMORY_LIMIT = 64L << 20;

  /** As the web console has it; with 0 it deletes nothing that is read. */
  private static final long PATIENCE_MILLIS = 1_000;

  private final JmsSetup setup;
  private final WorkFolder folder;
  private @Nullable BrokerService broker;

  /** Queues that begin with it and a dot take more than the broker's memory holds. */
  public static final String LARGE = "large";

  private ActiveMqBroker(JmsSetup setup) {
    this.setup = setup;
    this.folder = WorkFolder.of(setup.folder(), "activemq");
  }

  /** A running broker in memory, on a free port. */
  public static ActiveMqBroker started() {
    return started(JmsSetup.inMemory());
  }

  /** A running broker. */
  public static ActiveMqBroker started(JmsSetup setup) {
    ActiveMqBroker broker = new ActiveMqBroker(setup);
    try {
      broker.start();
    } catch (RuntimeException e) {
      broker.close();
      throw e;
    }
    return broker;
  }

  @Override
  public synchronized void start() {
    if (broker != null) {
      return;
    }
    try {
      BrokerService starting = create();
      broker = starting;
      starting.start();
      if (!starting.waitUntilStarted()) {
        throw new IllegalStateException("it ended at its start");
      }
    } catch (Exception e) {
      stop();
      throw new IllegalStateException("ActiveMQ did not start on port " + setup.port(), e);
    }
  }

  @Override
  public synchronized void stop() {
    BrokerService running = broker;
    broker = null;
    if (running == null) {
      return;
    }
    try {
      running.stop();
      running.waitUntilStopped();
    } catch (Exception e) {
      throw new IllegalStateException("ActiveMQ did not stop cleanly", e);
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return broker != null && broker.isStarted();
  }

  /**
   * Deletes a queue or topic with what is in it, though somebody reads it: as an operator does with
   * the button of the web console.
   */
  public synchronized void delete(String name, boolean topic) {
    BrokerService running = Objects.requireNonNull(broker, "not running");
    ActiveMQDestination what = topic ? new ActiveMQTopic(name) : new ActiveMQQueue(name);
    try {
      running
          .getBroker()
          .removeDestination(running.getAdminConnectionContext(), what, PATIENCE_MILLIS);
    } catch (Exception e) {
      throw new IllegalStateException("ActiveMQ did not delete " + name, e);
    }
  }

  @Override
  public JmsKind kind() {
    return JmsKind.CLASSIC;
  }

  @Override
  public int port() {
    return setup.port();
  }

  @Override
  public synchronized void close() {
    stop();
    folder.close();
  }

  private BrokerService create() throws Exception {
    BrokerService service = new BrokerService();
    service.setBrokerName("rig-" + setup.port());
    service.setUseJmx(false);
    service.setUseShutdownHook(false);
    service.setPersistent(setup.persistent());
    service.setDataDirectoryFile(folder.folder("data").toFile());
    if (setup.persistent()) {
      KahaDBPersistenceAdapter store = new KahaDBPersistenceAdapter();
      store.setDirectory(folder.folder("kahadb").toFile());
      service.setPersistenceAdapter(store);
    }
    service.getSystemUsage().getStoreUsage().setLimit(STORE_LIMIT);
    service.getSystemUsage().getTempUsage().setLimit(TEMP_LIMIT);
    service.getSystemUsage().getMemoryUsage().setLimit(MEMORY_LIMIT);
    service.setDestinationPolicy(inOrder());
    service.addConnector(kind().uri(setup.port()));
    return service;
  }

  /** Without it, what one reader gives back can come after what a second one gives back. */
  private static PolicyMap inOrder() {
    PolicyEntry entry = new PolicyEntry();
    entry.setStrictOrderDispatch(true);
    PolicyMap policy = new PolicyMap();
    policy.setDefaultEntry(entry);
    PolicyEntry large = new PolicyEntry();
    large.setQueue(LARGE + ".>");
    large.setStrictOrderDispatch(true);
    large.setProducerFlowControl(false);
    policy.put(large.getDestination(), large);
    return policy;
  }
}

package dev.pontoon.rig.jms;

import static dev.pontoon.rig.Ports.LOOPBACK;

import dev.pontoon.rig.WorkFolder;
import jakarta.jms.ConnectionFactory;
import java.util.Objects;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.jspecify.annotations.Nullable;

/**
 * ActiveMQ Artemis in this JVM: its own protocol and AMQP 1.0 on one port. Messages that were
 * delivered ten times in vain go to the queue {@code DLQ}, as by default.
 */
public final class ArtemisBroker implements JmsBroker {

  /**
   * The queue of this name, and those that begin with it and a dot, give all their messages to one
   * reader as long as that is there.
   */
  public static final String EXCLUSIVE = "exclusive";

  private static final long MEMORY_LIMIT = 64L << 20;
  private static final int WHOLE_DISK = 100;

  private final JmsSetup setup;
  private final WorkFolder folder;
  private @Nullable EmbeddedActiveMQ broker;

  private ArtemisBroker(JmsSetup setup) {
    this.setup = setup;
    this.folder = WorkFolder.of(setup.folder(), "artemis");
  }

  /** A running broker in memory, on a free port. */
  public static ArtemisBroker started() {
    return started(JmsSetup.inMemory());
  }

  /** A running broker. */
  public static ArtemisBroker started(JmsSetup setup) {
    ArtemisBroker broker = new ArtemisBroker(setup);
    try {
      broker.start();
    } catch (RuntimeException e) {
      broker.close();
      throw e;
    }
    return broker;
  }

  /** For AMQP 1.0 clients. */
  public static String amqpUri(int port) {
    return "amqp://" + LOOPBACK + ":" + port;
  }

  /** A new connection factory of the AMQP 1.0 client. */
  public ConnectionFactory amqpConnectionFactory() {
    return new JmsConnectionFactory(amqpUri(port()));
  }

  @Override
  public synchronized void start() {
    if (broker != null) {
      return;
    }
    EmbeddedActiveMQ starting = new EmbeddedActiveMQ();
    broker = starting;
    try {
      starting.setConfiguration(configuration());
      starting.start();
      if (!starting.getActiveMQServer().isActive()) {
        throw new IllegalStateException("it is not active");
      }
    } catch (Exception e) {
      stop();
      throw new IllegalStateException("Artemis did not start on port " + setup.port(), e);
    }
  }

  @Override
  public synchronized void stop() {
    EmbeddedActiveMQ running = broker;
    broker = null;
    if (running == null || running.getActiveMQServer() == null) {
      return;
    }
    try {
      running.stop();
    } catch (Exception e) {
      throw new IllegalStateException("Artemis did not stop cleanly", e);
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return broker != null && broker.getActiveMQServer().isActive();
  }

  /**
   * Deletes a queue, or a durable subscription's {@code CLIENT-ID.NAME}, with what is in it, though
   * somebody reads it: as an operator does with {@code destroyQueue}.
   */
  public synchronized void delete(String queue) {
    try {
      Objects.requireNonNull(broker, "not running")
          .getActiveMQServer()
          .destroyQueue(SimpleString.of(queue), null, false, true);
    } catch (Exception e) {
      throw new IllegalStateException("Artemis did not delete " + queue, e);
    }
  }

  @Override
  public JmsKind kind() {
    return JmsKind.ARTEMIS;
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

  private Configuration configuration() throws Exception {
    return new ConfigurationImpl()
        .setName("rig-" + setup.port())
        .setSecurityEnabled(false)
        .setJMXManagementEnabled(false)
        .setPersistenceEnabled(setup.persistent())
        .setJournalType(JournalType.NIO)
        .setJournalDirectory(folder.folder("journal").toString())
        .setBindingsDirectory(folder.folder("bindings").toString())
        .setLargeMessagesDirectory(folder.folder("large").toString())
        .setPagingDirectory(folder.folder("paging").toString())
        // A nearly full disk of this machine shall not block the publishers of a test.
        .setMaxDiskUsage(WHOLE_DISK)
        .setGlobalMaxSize(MEMORY_LIMIT)
        .addAddressSetting("#", new AddressSettings().setDeadLetterAddress(SimpleString.of("DLQ")))
        .addAddressSetting(EXCLUSIVE + ".#", new AddressSettings().setDefaultExclusiveQueue(true))
        .addAcceptorConfiguration("all", kind().uri(setup.port()) + "?protocols=CORE,AMQP");
  }
}

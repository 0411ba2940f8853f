package dev.pontoon.rig.kafka;

import dev.pontoon.rig.Ports;
import dev.pontoon.rig.WorkFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Exit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka node in this JVM: the quickest, but it can't be killed or frozen ({@link KafkaProcess}
 * can).
 *
 * <p>A node that meets a fatal fault wants to halt the whole JVM. From the first start on, this JVM
 * survives it: the fault is logged as an error, and the node's thread ends with an exception.
 */
public final class EmbeddedKafka implements KafkaNode {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);

  private final KafkaSetup setup;
  private final WorkFolder folder;
  private final int internalPort = Ports.free();
  private final Properties properties;
  private @Nullable KafkaRaftServer server;

  private EmbeddedKafka(KafkaSetup setup) {
    this.setup = setup;
    this.folder = WorkFolder.of(setup.folder(), "kafka");
    this.properties = KraftProperties.of(setup, internalPort, Ports.free(), folder.folder("data"));
  }

  /** A running node with a temporary folder on a free port. */
  public static EmbeddedKafka started() {
    return started(KafkaSetup.fresh());
  }

  /** A running node. */
  public static EmbeddedKafka started(KafkaSetup setup) {
    EmbeddedKafka kafka = new EmbeddedKafka(setup);
    try {
      kafka.start();
    } catch (RuntimeException e) {
      kafka.close();
      throw e;
    }
    return kafka;
  }

  @Override
  public synchronized void start() {
    if (server != null) {
      return;
    }
    Exit.setHaltProcedure(EmbeddedKafka::survive);
    Exit.setExitProcedure(EmbeddedKafka::survive);
    try {
      Path file = folder.path().resolve("server.properties");
      Kraft.write(properties, file);
      server = Kraft.start(properties, file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the settings of the Kafka node", e);
    }
  }

  @Override
  public synchronized void stop() {
    if (server != null) {
      server.shutdown();
      server.awaitShutdown();
      server = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return server != null;
  }

  @Override
  public String bootstrap() {
    return KraftProperties.address(setup.advertisedPort());
  }

  @Override
  public String directBootstrap() {
    return KraftProperties.address(internalPort);
  }

  @Override
  public synchronized void close() {
    stop();
    folder.close();
  }

  private static void survive(int code, @Nullable String message) {
    LOG.atError()
        .addKeyValue("code", code)
        .addKeyValue("reason", message)
        .log("The embedded Kafka wanted to end the JVM");
    throw new IllegalStateException("the embedded Kafka wanted to end the JVM: " + message);
  }
}

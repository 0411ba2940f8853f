package dev.pontoon.rig.kafka;

import dev.pontoon.rig.JvmCommand;
import dev.pontoon.rig.OsProcess;
import dev.pontoon.rig.Ports;
import dev.pontoon.rig.ProcessNode;
import dev.pontoon.rig.WorkFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/**
 * A Kafka node in a JVM of its own, to be killed, frozen and started again. Its output goes to
 * {@code broker.log} in its folder. After {@link #kill9} a start takes about 3 s longer, until the
 * node's old session has run out.
 */
public final class KafkaProcess extends ProcessNode implements KafkaNode {

  private final KafkaSetup setup;
  private final int internalPort = Ports.free();
  private final int controllerPort;
  private final Path data;
  private final Path settings;
  private final Path ready;

  private KafkaProcess(KafkaSetup setup, int controllerPort) {
    super(WorkFolder.of(setup.folder(), "kafka"));
    this.setup = setup;
    this.controllerPort = controllerPort;
    this.data = folder().folder("data");
    this.settings = folder().path().resolve("server.properties");
    this.ready = folder().path().resolve("ready");
  }

  /** A running node with a temporary folder on a free port. */
  public static KafkaProcess started() {
    return started(KafkaSetup.fresh());
  }

  /** A running node. */
  public static KafkaProcess started(KafkaSetup setup) {
    KafkaProcess kafka = new KafkaProcess(setup, Ports.free());
    kafka.write(KraftProperties.of(setup, kafka.internalPort, kafka.controllerPort, kafka.data));
    return kafka.startedOrClosed();
  }

  /**
   * A second broker of this node's cluster, running. This node stays the only one that decides who
   * leads a partition, so it has to live while the other one is killed and started again.
   */
  public KafkaProcess second(KafkaSetup its) {
    KafkaProcess kafka = new KafkaProcess(its, controllerPort);
    kafka.write(KraftProperties.ofSecond(its, kafka.internalPort, controllerPort, kafka.data));
    Kraft.format(kafka.settings, cluster());
    return kafka.startedOrClosed();
  }

  private void write(Properties properties) {
    try {
      Kraft.write(properties, settings);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the settings of the Kafka node", e);
    }
  }

  private KafkaProcess startedOrClosed() {
    try {
      start();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    return this;
  }

  /** The id of its cluster, which it got at its first start. */
  private String cluster() {
    Properties formatted = new Properties();
    try (InputStream in = Files.newInputStream(data.resolve("meta.properties"))) {
      formatted.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the id of the Kafka cluster", e);
    }
    return formatted.getProperty("cluster.id");
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
  protected OsProcess launch() {
    try {
      Files.deleteIfExists(ready);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return OsProcess.start(
        "Kafka",
        JvmCommand.of(
            KafkaMain.class, setup.jvmFlags(), List.of(settings.toString(), ready.toString())),
        folder().path().resolve("broker.log"));
  }

  @Override
  protected boolean isReady() {
    return Files.exists(ready);
  }
}

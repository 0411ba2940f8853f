package dev.pontoon.rig.kafka;

import dev.pontoon.rig.JvmCommand;
import dev.pontoon.rig.OsProcess;
import dev.pontoon.rig.Ports;
import dev.pontoon.rig.ProcessNode;
import dev.pontoon.rig.WorkFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A Kafka node in a JVM of its own, to be killed, frozen and started again. Its output goes to
 * {@code broker.log} in its folder. After {@link #kill9} a start takes about 3 s longer, until the
 * node's old session has run out.
 */
public final class KafkaProcess extends ProcessNode implements KafkaNode {

  private final KafkaSetup setup;
  private final int internalPort = Ports.free();
  private final Path settings;
  private final Path ready;

  private KafkaProcess(KafkaSetup setup) {
    super(WorkFolder.of(setup.folder(), "kafka"));
    this.setup = setup;
    this.settings = folder().path().resolve("server.properties");
    this.ready = folder().path().resolve("ready");
    try {
      Kraft.write(
          KraftProperties.of(setup, internalPort, Ports.free(), folder().folder("data")), settings);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the settings of the Kafka node", e);
    }
  }

  /** A running node with a temporary folder on a free port. */
  public static KafkaProcess started() {
    return started(KafkaSetup.fresh());
  }

  /** A running node. */
  public static KafkaProcess started(KafkaSetup setup) {
    KafkaProcess kafka = new KafkaProcess(setup);
    try {
      kafka.start();
    } catch (RuntimeException e) {
      kafka.close();
      throw e;
    }
    return kafka;
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

package dev.pontoon.rig.jms;

import dev.pontoon.rig.JvmCommand;
import dev.pontoon.rig.OsProcess;
import dev.pontoon.rig.ProcessNode;
import dev.pontoon.rig.WorkFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A JMS broker in a JVM of its own, to be killed, frozen and started again. Its output goes to
 * {@code broker.log} in its folder.
 */
public final class JmsBrokerProcess extends ProcessNode implements JmsBroker {

  private final JmsKind kind;
  private final JmsSetup setup;
  private final Path ready;

  private JmsBrokerProcess(JmsKind kind, JmsSetup setup) {
    super(WorkFolder.of(setup.folder(), kind.name().toLowerCase(Locale.ROOT)));
    this.kind = kind;
    this.setup = setup;
    this.ready = folder().path().resolve("ready");
  }

  /** A running broker. */
  public static JmsBrokerProcess started(JmsKind kind, JmsSetup setup) {
    JmsBrokerProcess broker = new JmsBrokerProcess(kind, setup);
    try {
      broker.start();
    } catch (RuntimeException e) {
      broker.close();
      throw e;
    }
    return broker;
  }

  @Override
  public JmsKind kind() {
    return kind;
  }

  @Override
  public int port() {
    return setup.port();
  }

  @Override
  protected OsProcess launch() {
    try {
      Files.deleteIfExists(ready);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> arguments =
        List.of(
            kind.name(),
            folder().folder("data").toString(),
            "" + setup.port(),
            "" + setup.persistent(),
            ready.toString());
    return OsProcess.start(
        kind.name(),
        JvmCommand.of(JmsBrokerMain.class, setup.jvmFlags(), arguments),
        folder().path().resolve("broker.log"));
  }

  @Override
  protected boolean isReady() {
    return Files.exists(ready);
  }
}

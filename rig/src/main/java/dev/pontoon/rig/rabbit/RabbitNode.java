package dev.pontoon.rig.rabbit;

import static dev.pontoon.rig.Ports.LOOPBACK;

import dev.pontoon.rig.Await;
import dev.pontoon.rig.OsProcess;
import dev.pontoon.rig.Ports;
import dev.pontoon.rig.ProcessNode;
import dev.pontoon.rig.WorkFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A private node of a RabbitMQ that is there on this machine, by default of the version that {@link
 * RabbitInstall#wanted} says: own ports, own data, own Erlang name server; runs as the current
 * user, root included; knows nothing of a system-wide RabbitMQ. Takes about 6 s to start. User and
 * password are {@code guest}.
 */
public final class RabbitNode extends ProcessNode {
  private static final Logger LOG = LoggerFactory.getLogger(RabbitNode.class);

  private static final Duration COMMAND = Duration.ofSeconds(60);
  private static final Duration EPMD = Duration.ofSeconds(10);

  private final RabbitInstall install;
  private final RabbitSetup setup;
  private final RabbitEnvironment environment;
  private @Nullable OsProcess epmd;

  private RabbitNode(RabbitInstall install, RabbitSetup setup) {
    super(WorkFolder.of(setup.folder(), "rabbitmq"));
    this.install = install;
    this.setup = setup;
    this.environment = new RabbitEnvironment(install, setup, folder());
  }

  /** True if the RabbitMQ that is wanted can be started here. */
  public static boolean installed() {
    return RabbitInstall.wanted().isPresent();
  }

  /** A running node with a temporary folder and no plugins. */
  public static RabbitNode started() {
    return started(RabbitSetup.fresh());
  }

  /**
   * A running node.
   *
   * @throws IllegalStateException if the RabbitMQ that is wanted is not there
   */
  public static RabbitNode started(RabbitSetup setup) {
    return started(
        RabbitInstall.wanted()
            .orElseThrow(() -> new IllegalStateException(RabbitInstall.missing())),
        setup);
  }

  /** A running node of this version. */
  public static RabbitNode started(RabbitInstall install, RabbitSetup setup) {
    RabbitNode node = new RabbitNode(install, setup);
    try {
      node.start();
    } catch (RuntimeException e) {
      node.close();
      throw e;
    }
    return node;
  }

  /** What it was started from. */
  public RabbitInstall install() {
    return install;
  }

  /** For clients, with user and password, default virtual host. */
  public String amqpUri() {
    return amqpUri(amqpPort());
  }

  /** The same through a proxy on that port of this machine. */
  public String amqpUri(int proxyPort) {
    return "amqp://guest:guest@" + LOOPBACK + ":" + proxyPort;
  }

  /** Where it listens. */
  public int amqpPort() {
    return environment.amqpPort;
  }

  /** Where it speaks the stream protocol, if it was set up for that. */
  public int streamPort() {
    return environment.streamPort;
  }

  /**
   * Its management API.
   *
   * @throws IllegalStateException if it was set up without
   */
  public URI managementUri() {
    if (!setup.plugins().contains(RabbitSetup.MANAGEMENT)) {
      throw new IllegalStateException("this node has no management plugin");
    }
    return URI.create("http://" + LOOPBACK + ":" + environment.managementPort);
  }

  /**
   * Runs rabbitmqctl, about 0.5 s.
   *
   * @return what it printed
   * @throws IllegalStateException with what it printed if it fails or takes longer than 60 s
   */
  public String ctl(String... arguments) {
    List<String> list = List.of(arguments);
    try {
      Path out = Files.createTempFile(folder().path(), "ctl", ".out");
      try {
        return run(list, out);
      } finally {
        Files.deleteIfExists(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run rabbitmqctl " + list, e);
    }
  }

  /** Closes the connections of all clients, as an operator would. */
  public void closeAllConnections() {
    ctl("close_all_connections", "closed by the rig");
  }

  /** Stops the broker, the Erlang machine stays: the shortest outage. */
  public void stopApp() {
    ctl("stop_app");
  }

  /** After {@link #stopApp}. */
  public void startApp() {
    ctl("start_app");
    Await.until("RabbitMQ to start", COMMAND, this::hasStarted);
  }

  /** Raises the memory alarm, so that publishers are blocked until it is closed. */
  public Alarm memoryAlarm() {
    ctl("set_vm_memory_high_watermark", "absolute", "1MB");
    return () -> ctl("set_vm_memory_high_watermark", "absolute", RabbitEnvironment.MEMORY_LIMIT);
  }

  /** Holds until closed. */
  public interface Alarm extends AutoCloseable {
    @Override
    void close();
  }

  /** Also ends its Erlang name server. */
  @Override
  public synchronized void close() {
    try {
      super.close();
    } finally {
      if (epmd != null) {
        epmd.kill9();
        epmd = null;
      }
    }
  }

  @Override
  protected OsProcess launch() {
    if (epmd == null || !epmd.isAlive()) {
      epmd = OsProcess.start("epmd", environment.epmd(), folder().path().resolve("epmd.log"));
      epmd.awaitReady(EPMD, () -> Ports.isOpen(environment.epmdPort));
    }
    return OsProcess.start("RabbitMQ", environment.server(), environment.log);
  }

  /** It takes connections a little before it obeys rabbitmqctl. */
  @Override
  protected boolean isReady() {
    return Ports.isOpen(amqpPort()) && hasStarted();
  }

  private boolean hasStarted() {
    try {
      ctl("await_startup");
      return true;
    } catch (IllegalStateException e) {
      // Asked in the wrong moment of the start, it may give up at once. A node that died is
      // noticed.
      LOG.atDebug().addKeyValue("reason", e.getMessage()).log("RabbitMQ is still starting");
      return false;
    }
  }

  private String run(List<String> arguments, Path out) throws IOException {
    Process process =
        environment.ctl(arguments).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    try {
      boolean ended = process.waitFor(COMMAND.toSeconds(), TimeUnit.SECONDS);
      String said = Files.readString(out, StandardCharsets.UTF_8);
      if (!ended || process.exitValue() != 0) {
        throw new IllegalStateException(
            "rabbitmqctl " + arguments + (ended ? " failed: " : " did not end: ") + said);
      }
      return said;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in rabbitmqctl " + arguments, e);
    } finally {
      process.destroyForcibly();
    }
  }
}

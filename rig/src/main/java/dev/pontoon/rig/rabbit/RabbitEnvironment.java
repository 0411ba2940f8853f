package dev.pontoon.rig.rabbit;

import static dev.pontoon.rig.Ports.LOOPBACK;

import dev.pontoon.rig.Ports;
import dev.pontoon.rig.WorkFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Ports, files and environment that keep a node apart from every other Erlang on this machine. */
final class RabbitEnvironment {

  static final String MEMORY_LIMIT = "512MB";

  final int amqpPort = Ports.free();
  final int managementPort = Ports.free();
  final int streamPort = Ports.free();
  final int epmdPort = Ports.free();
  final Path log;
  private final RabbitInstall install;
  private final WorkFolder folder;
  private final Map<String, String> variables = new HashMap<>();

  RabbitEnvironment(RabbitInstall install, RabbitSetup setup, WorkFolder folder) {
    this.install = install;
    this.folder = folder;
    this.log = folder.path().resolve("rabbitmq.log");
    List<String> lines = new ArrayList<>();
    lines.add("listeners.tcp.1 = " + LOOPBACK + ":" + amqpPort);
    lines.add("log.console = true");
    lines.add("log.file = false");
    lines.add("disk_free_limit.absolute = 50MB");
    lines.add("vm_memory_high_watermark.absolute = " + MEMORY_LIMIT);
    // The most that 3.x takes, and its default; 4.x takes 16 MiB by itself.
    lines.add("max_message_size = 134217728");
    if (setup.plugins().contains(RabbitSetup.MANAGEMENT)) {
      lines.add("management.tcp.ip = " + LOOPBACK);
      lines.add("management.tcp.port = " + managementPort);
    }
    if (setup.plugins().contains(RabbitSetup.STREAM)) {
      lines.add("stream.listeners.tcp.1 = " + LOOPBACK + ":" + streamPort);
      lines.add("stream.advertised_host = " + LOOPBACK);
      lines.add("stream.advertised_port = " + streamPort);
    }
    lines.addAll(setup.settings());
    Path conf = folder.file("rabbitmq.conf", String.join("\n", lines) + "\n");
    Path plugins = folder.file("enabled_plugins", "[" + String.join(",", setup.plugins()) + "].\n");
    files(conf, plugins);
    network();
  }

  private void files(Path conf, Path plugins) {
    variables.put("HOME", folder.folder("home").toString());
    variables.put("RABBITMQ_CONFIG_FILE", conf.toString());
    variables.put("RABBITMQ_ENABLED_PLUGINS_FILE", plugins.toString());
    variables.put("RABBITMQ_CONF_ENV_FILE", "/dev/null");
    variables.put("RABBITMQ_ADVANCED_CONFIG_FILE", inside("none.config"));
    variables.put("RABBITMQ_MNESIA_BASE", folder.folder("data").toString());
    variables.put("RABBITMQ_LOG_BASE", folder.folder("log").toString());
    variables.put("RABBITMQ_GENERATED_CONFIG_DIR", folder.folder("generated").toString());
    variables.put("RABBITMQ_SCHEMA_DIR", folder.folder("schema").toString());
    variables.put("RABBITMQ_PID_FILE", inside("pid"));
    variables.put("RABBITMQ_LOGS", "-");
  }

  private void network() {
    variables.put("RABBITMQ_NODENAME", "rig@localhost");
    variables.put("RABBITMQ_DIST_PORT", "" + Ports.free());
    variables.put("ERL_EPMD_PORT", "" + epmdPort);
    variables.put("ERL_EPMD_ADDRESS", LOOPBACK);
    variables.put(
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
        "+S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none"
            + " -kernel inet_dist_use_interface {127,0,0,1}");
    variables.put("RABBITMQ_CTL_ERL_ARGS", "+sbwt none");
  }

  /** The name server of Erlang, in the foreground so that it is ours to end. */
  ProcessBuilder epmd() {
    return command("epmd", "-port", "" + epmdPort, "-address", LOOPBACK);
  }

  ProcessBuilder server() {
    ProcessBuilder command = command(script("rabbitmq-server"));
    // Makes the script become the broker, so that the process id is the broker's own.
    command.environment().put("RUNNING_UNDER_SYSTEMD", "true");
    return command;
  }

  ProcessBuilder ctl(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(script("rabbitmqctl"));
    command.addAll(arguments);
    return command(command.toArray(new String[0]));
  }

  private ProcessBuilder command(String... command) {
    ProcessBuilder builder =
        new ProcessBuilder(install.command(shared(), List.of(command)))
            .directory(folder.path().toFile());
    builder
        .environment()
        .keySet()
        .removeIf(
            name ->
                name.startsWith("RABBITMQ_")
                    || name.startsWith("ERL_")
                    || name.equals("RUNNING_UNDER_SYSTEMD"));
    builder.environment().putAll(variables);
    if (install.root() != null) {
      builder
          .environment()
          .put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
      builder.environment().put("LC_ALL", "C.UTF-8");
    }
    return builder;
  }

  /**
   * Certificates and the like, which tests put beside it, are in the folder for temporary files.
   */
  private Path shared() {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
    return folder.path().startsWith(temporary) ? temporary : folder.path();
  }

  private static String script(String name) {
    return RabbitInstall.SCRIPTS.resolve(name).toString();
  }

  private String inside(String name) {
    return folder.path().resolve(name).toString();
  }
}

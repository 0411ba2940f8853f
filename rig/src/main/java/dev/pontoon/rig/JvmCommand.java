package dev.pontoon.rig;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a broker that is written in Java gets a JVM of its own: this one's Java and class path. */
public final class JvmCommand {

  private JvmCommand() {}

  /**
   * @param flags after small and quick defaults (256 MiB heap, serial collector), so that they win
   */
  public static ProcessBuilder of(Class<?> main, List<String> flags, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("-Dlogback.configurationFile=dev/pontoon/rig/broker-logback.xml");
    command.add("-Dlogback.statusListenerClass=ch.qos.logback.core.status.NopStatusListener");
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    return new ProcessBuilder(command);
  }
}

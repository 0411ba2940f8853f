package dev.pontoon.bench.contestant;

import dev.pontoon.rig.OsProcess;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The usual form of a contestant at work. */
final class OwnProcess implements Running {

  /** A file's address, so that it is found from any class path. */
  private static final URL LOGGING =
      Objects.requireNonNull(
          OwnProcess.class.getResource("/dev/pontoon/bench/bench-logback.xml"), "logging");

  private static final Duration STOP = Duration.ofSeconds(20);

  private final OsProcess process;
  private final @Nullable Path gcLog;

  private OwnProcess(OsProcess process, @Nullable Path gcLog) {
    this.process = process;
    this.gcLog = gcLog;
  }

  /** Any program; its output goes to {@code out.log} in the folder. */
  static OwnProcess start(String name, ProcessBuilder command, Path folder, @Nullable Path gcLog) {
    return new OwnProcess(OsProcess.start(name, command, folder.resolve("out.log")), gcLog);
  }

  /** A main class of this module or its libraries, on this JVM's Java and class path. */
  static OwnProcess java(
      String name, Class<?> main, List<String> flags, List<String> arguments, Path folder) {
    String classPath = System.getProperty("java.class.path");
    return java(name, main.getName(), classPath, flags, arguments, folder);
  }

  /** The same with another class path. */
  static OwnProcess java(
      String name,
      String main,
      String classPath,
      List<String> flags,
      List<String> arguments,
      Path folder) {
    Path gcLog = folder.resolve("gc.log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.add(JvmFlags.gcLog(gcLog));
    command.add("-Dlogback.configurationFile=" + LOGGING);
    command.add("-Dlogback.statusListenerClass=ch.qos.logback.core.status.NopStatusListener");
    command.addAll(List.of("-cp", classPath, main));
    command.addAll(arguments);
    return start(name, new ProcessBuilder(command), folder, gcLog);
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public @Nullable Path gcLog() {
    return gcLog;
  }

  @Override
  public void close() {
    process.terminate(STOP);
  }
}

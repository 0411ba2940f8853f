package dev.pontoon.bench.report;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where and with what was measured.
 *
 * @param memoryMib of the machine
 * @param load average number of running processes in the minute before the run
 * @param commit of the source checkout, with {@code +changes} if it has uncommitted ones
 * @param versions of libraries and brokers, by name
 */
public record Machine(
    String cpu,
    int cores,
    long memoryMib,
    String system,
    String java,
    String load,
    String commit,
    Map<String, String> versions) {

  private static final List<String> LIBRARIES =
      List.of(
          "kafka-clients",
          "amqp-client",
          "camel-core-engine",
          "activemq-broker",
          "artemis-jakarta-server",
          "spring-rabbit");

  /** This machine now. */
  public static Machine now(Path home) {
    return new Machine(
        line(Path.of("/proc/cpuinfo"), "model name").replaceFirst(".*:\\s*", ""),
        Runtime.getRuntime().availableProcessors(),
        kib(line(Path.of("/proc/meminfo"), "MemTotal")) / 1024,
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
        line(Path.of("/proc/loadavg"), "").replaceFirst(" .*", ""),
        commit(home),
        versions(System.getProperty("java.class.path")));
  }

  /** Library versions from the names of the jars. */
  static Map<String, String> versions(String classPath) {
    Map<String, String> versions = new TreeMap<>();
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      String jar = entry.substring(entry.lastIndexOf('/') + 1);
      for (String library : LIBRARIES) {
        if (jar.matches(library + "-\\d.*\\.jar")) {
          versions.put(library, jar.substring(library.length() + 1, jar.length() - 4));
        }
      }
    }
    return versions;
  }

  private static String commit(Path home) {
    String commit = run(home, "git", "rev-parse", "--short", "HEAD");
    return run(home, "git", "status", "--porcelain").isEmpty() ? commit : commit + "+changes";
  }

  private static String run(Path home, String... command) {
    try {
      Process process = new ProcessBuilder(command).directory(home.toFile()).start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static String line(Path file, String start) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> line.startsWith(start))
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static long kib(String line) {
    String digits = line.replaceAll("\\D", "");
    return digits.isEmpty() ? 0 : Long.parseLong(digits);
  }
}

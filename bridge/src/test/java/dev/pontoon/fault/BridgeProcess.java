package dev.pontoon.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pontoon.app.Pontoon;
import dev.pontoon.rig.JvmCommand;
import dev.pontoon.rig.OsProcess;
import dev.pontoon.rig.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code pontoon run} in a JVM of its own, with the launcher's flags and this JVM's class path, to
 * be killed, frozen and started again. Its output is appended to {@code bridge.log} in its folder.
 */
final class BridgeProcess implements AutoCloseable {
  private static final List<String> LAUNCHER_FLAGS =
      List.of(
          "-Xms32m",
          "-Xmx128m",
          "-Xss512k",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:+ExitOnOutOfMemoryError",
          "-Djdk.nio.maxCachedBufferSize=262144",
          "-Dlogback.configurationFile=logback.xml");

  private final Path folder;
  private final Path log;
  private final List<String> flags;
  private final int port = Ports.free();
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private List<String> prefix = List.of();
  private @Nullable OsProcess process;

  /**
   * @param folder its configuration goes there; another one for each process
   * @param bridgeYaml without {@code http}, which is a free port
   * @param flags after the launcher's, so that they win
   */
  BridgeProcess(Path folder, String bridgeYaml, String route, String... flags) {
    try {
      this.folder = Files.createDirectories(folder);
      Files.writeString(
          folder.resolve("bridge.yaml"),
          bridgeYaml + "http: { listen: \"127.0.0.1:" + port + "\" }\n");
      Files.writeString(
          Files.createDirectories(folder.resolve("routes")).resolve("route.yaml"), route);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.log = folder.resolve("bridge.log");
    this.flags = new ArrayList<>(LAUNCHER_FLAGS);
    this.flags.addAll(List.of(flags));
  }

  /** From its next start on it is run by this command, which must become it. */
  synchronized BridgeProcess under(List<String> command) {
    prefix = List.copyOf(command);
    return this;
  }

  /** Starts it and returns at once. Does nothing if it runs. */
  synchronized void launch() {
    if (isAlive()) {
      return;
    }
    List<String> arguments =
        List.of(
            "run",
            "--config",
            folder.resolve("bridge.yaml").toString(),
            "--routes",
            folder.resolve("routes").toString());
    ProcessBuilder command = JvmCommand.of(Pontoon.class, flags, arguments);
    command.command().addAll(0, prefix);
    process = OsProcess.start("bridge", command, log);
  }

  /** Starts it and returns when its route is healthy: it reads, or stands by. */
  synchronized BridgeProcess start() {
    launch();
    running().awaitReady(Duration.ofSeconds(60), () -> get("/health/ready").startsWith("200"));
    return this;
  }

  synchronized void kill9() {
    if (process != null) {
      process.kill9();
      process = null;
    }
  }

  synchronized void freeze() {
    if (process != null) {
      process.freeze();
    }
  }

  synchronized void thaw() {
    if (process != null) {
      process.thaw();
    }
  }

  /**
   * Asks it to end (SIGTERM) and waits.
   *
   * @return its exit code
   * @throws IllegalStateException if it does not end in time
   */
  synchronized int stop(Duration limit) {
    int code = running().stop(limit);
    process = null;
    return code;
  }

  synchronized boolean isAlive() {
    return process != null && process.isAlive();
  }

  synchronized long pid() {
    return running().pid();
  }

  /** Code and body of a page of its HTTP port, or a text that begins with no code. */
  String get(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(3))
            .build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() + " " + answer.body();
    } catch (IOException e) {
      return "no answer: " + e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  /** Whether its route reads; a route that stands by does not. */
  boolean isActive() {
    return get("/metrics").lines().anyMatch(it -> it.matches("pontoon_route_active\\{.*} 1\\.0"));
  }

  /** A metric of its one route, 0 if it is not there. */
  long metric(String name) {
    return get("/metrics")
        .lines()
        .filter(line -> line.startsWith(name + "{"))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** Waits until its route has acknowledged so many messages, and no more. */
  void awaitAcknowledged(long messages) {
    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(
            () -> assertThat(metric("pontoon_messages_acknowledged_total")).isEqualTo(messages));
  }

  String log() {
    try {
      return Files.exists(log) ? Files.readString(log, StandardCharsets.UTF_8) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() {
    kill9();
  }

  private OsProcess running() {
    if (process == null) {
      throw new IllegalStateException("the bridge does not run");
    }
    return process;
  }
}

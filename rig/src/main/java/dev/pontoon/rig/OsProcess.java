package dev.pontoon.rig;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A child process that does not outlive this JVM: a hook ends it when the JVM ends, and a small
 * guard process ends it when the JVM is killed. Needs a POSIX system for {@link #freeze} and for
 * the guard.
 */
public final class OsProcess implements AutoCloseable {

  private static final Duration DEATH = Duration.ofSeconds(10);
  private static final Path SETSID = Path.of("/usr/bin/setsid");
  private static final int TAIL_LINES = 15;

  private final String name;
  private final Path log;
  private final Process process;
  private final @Nullable Process guard;
  private final ExitHook hook;

  private OsProcess(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
    this.guard = guard(process.pid());
    this.hook = new ExitHook(name, this::kill9);
  }

  /**
   * Starts a process whose output is appended to a file.
   *
   * @param name for messages
   * @throws UncheckedIOException if it can't be started
   */
  public static OsProcess start(String name, ProcessBuilder command, Path log) {
    try {
      return new OsProcess(
          name,
          log,
          command
              .command(ownSession(command.command()))
              .redirectErrorStream(true)
              .redirectInput(new File("/dev/null"))
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + name + ": " + command.command(), e);
    }
  }

  /**
   * Ctrl-C in a terminal is for this JVM: it ends its children itself, when it is done with them.
   */
  private static List<String> ownSession(List<String> command) {
    if (!Files.isExecutable(SETSID)) {
      return command;
    }
    List<String> wrapped = new ArrayList<>(command);
    wrapped.add(0, SETSID.toString());
    return wrapped;
  }

  /** The system's id of the process. */
  public long pid() {
    return process.pid();
  }

  /** False once it has ended, however it did. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Waits until it serves.
   *
   * @throws IllegalStateException with the tail of its log if it ends before, or not in time; then
   *     it is killed
   */
  public void awaitReady(Duration limit, BooleanSupplier ready) {
    try {
      Await.until(name + " to be ready", limit, () -> !isAlive() || ready.getAsBoolean());
    } catch (IllegalStateException e) {
      kill9();
      throw new IllegalStateException(e.getMessage() + tail(), e);
    }
    if (!isAlive()) {
      kill9();
      throw new IllegalStateException(
          name + " ended at its start with code " + process.exitValue() + tail());
    }
  }

  /** SIGKILL to it; returns when it and its children are gone. */
  public void kill9() {
    kill9(process.descendants().toList());
  }

  private void kill9(List<ProcessHandle> children) {
    process.destroyForcibly();
    Await.until(name + " to die", DEATH, () -> !process.isAlive());
    children.forEach(ProcessHandle::destroyForcibly);
    close();
  }

  /** SIGSTOP. */
  public void freeze() {
    signal("STOP");
  }

  /** SIGCONT. */
  public void thaw() {
    signal("CONT");
  }

  /** Wakes it if frozen, asks it to end (SIGTERM), and kills it if it does not within the limit. */
  public void terminate(Duration limit) {
    List<ProcessHandle> children = process.descendants().toList();
    if (isAlive()) {
      thaw();
      process.destroy();
      try {
        process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    kill9(children);
  }

  /**
   * Asks it to end (SIGTERM) and waits.
   *
   * @return its exit code
   * @throws IllegalStateException with the tail of its log if it does not end in time; then it is
   *     killed
   */
  public int stop(Duration limit) {
    process.destroy();
    try {
      Await.until(name + " to end", limit, () -> !process.isAlive());
    } catch (IllegalStateException e) {
      kill9();
      throw new IllegalStateException(e.getMessage() + tail(), e);
    }
    close();
    return process.exitValue();
  }

  /** Releases hook and guard of a process that has ended; kills one that has not. */
  @Override
  public void close() {
    if (process.isAlive()) {
      kill9();
      return;
    }
    hook.close();
    if (guard != null) {
      release(guard);
    }
  }

  private void signal(String signal) {
    if (!isAlive()) {
      return;
    }
    try {
      int code = new ProcessBuilder("kill", "-" + signal, "" + pid()).start().waitFor();
      if (code != 0 && isAlive()) {
        throw new IllegalStateException("kill -" + signal + " " + name + " ended with " + code);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while sending " + signal + " to " + name, e);
    }
  }

  /**
   * Reads a pipe that only this JVM holds: its end without a word means that the JVM was killed.
   */
  private static @Nullable Process guard(long pid) {
    try {
      return new ProcessBuilder(
              "sh", "-c", "trap '' INT TERM HUP; read word || kill -9 \"$1\"", "guard", "" + pid)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException expected) {
      return null;
    }
  }

  private static void release(Process guard) {
    try (var pipe = guard.getOutputStream()) {
      pipe.write("done\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException expected) {
      // It was released before.
    }
  }

  private String tail() {
    try {
      List<String> lines = Files.readString(log, StandardCharsets.ISO_8859_1).lines().toList();
      return "; the end of its log:\n"
          + String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    } catch (IOException e) {
      return "; its log could not be read: " + e.getMessage();
    }
  }
}

package dev.pontoon.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pontoon.rig.rabbit.RabbitInstall;
import dev.pontoon.rig.rabbit.RabbitNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OsProcessIT {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "KILL", "INT"})
  void nothingOutlivesTheJvm(String signal) throws Exception {
    assumeFalse(signal.equals("INT") && interruptIsIgnored(), "a job in the background");
    assertNothingIsLeft("sleep", signal, 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "KILL"})
  void noRabbitOutlivesTheJvm(String signal) throws Exception {
    assumeTrue(RabbitNode.installed(), RabbitInstall.missing());
    assertNothingIsLeft("rabbit", signal, 4);
  }

  @Test
  void whatEndsAtItsStartIsToldWithItsLog() {
    OsProcess process = start("echo no licence; exit 3");
    assertThatThrownBy(() -> process.awaitReady(Duration.ofSeconds(10), () -> false))
        .hasMessageContaining("test ended at its start with code 3")
        .hasMessageContaining("no licence");
  }

  @Test
  void whatIsNeverReadyIsKilled() {
    OsProcess process = start("echo loading; sleep 600");
    assertThatThrownBy(() -> process.awaitReady(Duration.ofMillis(300), () -> false))
        .hasMessageContaining("test to be ready")
        .hasMessageContaining("loading");
    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void aFrozenOneCanBeEndedWithItsChildren() {
    OsProcess process = start("sleep 600 & sleep 600; exit 0");
    ProcessHandle handle = ProcessHandle.of(process.pid()).orElseThrow();
    await().until(() -> handle.children().count() == 2);
    List<Long> children = handle.children().map(ProcessHandle::pid).toList();
    process.freeze();
    process.terminate(Duration.ofSeconds(5));
    assertThat(process.isAlive()).isFalse();
    await().untilAsserted(() -> assertThat(children).noneMatch(OsProcessIT::isAlive));
  }

  private OsProcess start(String script) {
    return OsProcess.start(
        "test", new ProcessBuilder("sh", "-c", script), folder.resolve("test.log"));
  }

  private static void assertNothingIsLeft(String what, String signal, int atLeast)
      throws Exception {
    Process run =
        JvmCommand.of(Orphans.class, List.of(), List.of(what))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader said = run.inputReader()) {
      List<Long> children = children(said);
      assertThat(children).hasSizeGreaterThanOrEqualTo(atLeast).allMatch(OsProcessIT::isAlive);
      new ProcessBuilder("kill", "-" + signal, "" + run.pid()).start().waitFor();
      await().untilAsserted(() -> assertThat(children).noneMatch(OsProcessIT::isAlive));
    } finally {
      run.destroyForcibly();
    }
  }

  private static List<Long> children(BufferedReader said) throws IOException {
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      if (line.startsWith("children ")) {
        return Stream.of(line.split(" ")).skip(1).map(Long::valueOf).toList();
      }
    }
    throw new IllegalStateException("the run ended without a word");
  }

  /** Shells start jobs in the background like this, and every JVM below inherits it. */
  private static boolean interruptIsIgnored() throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.isReadable(status)
        && Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
  }

  /** A dead child that nobody has waited for yet is dead. */
  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).map(it -> it.info().command().isPresent()).orElse(false);
  }
}

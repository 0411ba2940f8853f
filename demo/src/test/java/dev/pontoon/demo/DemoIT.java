package dev.pontoon.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a process of its own, on the broker that is everywhere. */
class DemoIT {
  private static final Pattern LAST =
      Pattern.compile("demo: published (\\d+), mirrored (\\d+), dead letters (\\d+), lost (\\d+)");

  @TempDir Path folder;
  private @Nullable Process demo;

  @Test
  void nothingIsLostAndAllScenariosGoAsTold() throws Exception {
    Process demo = start("--seconds", "3", "--rabbitmq", "qpid");
    assertThat(demo.waitFor(120, TimeUnit.SECONDS)).isTrue();
    List<String> lines = output();
    assertThat(demo.exitValue()).as(String.join("\n", lines)).isZero();
    assertBalanced(lines.get(lines.size() - 1));
    assertThat(lines).noneMatch(line -> line.contains("NOT AS EXPECTED"));
    assertThat(lines).anyMatch(line -> line.matches(".*joins after 100 .* gets 0 +gets 100"));
    assertThat(lines).anyMatch(line -> line.matches(".*crashes .* 0 left .* 100 read again"));
    assertThat(lines).anyMatch(line -> line.matches(".*Two .* get \\d+ and \\d+ +get 100 and 100"));
    assertThat(Files.readString(folder.resolve("err"))).isEmpty();
  }

  @Test
  void sigtermEndsItWithTheResult() throws Exception {
    Process demo = start("--seconds", "0", "--rabbitmq", "qpid");
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> output().stream().anyMatch(line -> line.matches(" +2 s .*")));
    demo.destroy();
    assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
    List<String> lines = output();
    assertThat(demo.exitValue()).as(String.join("\n", lines)).isZero();
    assertBalanced(lines.get(lines.size() - 1));
  }

  @Test
  void aBrokerThatCannotBeReachedIsToldInOneLine() throws Exception {
    Process demo = start("--rabbitmq", "amqp://guest:secret@127.0.0.1:1");
    assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(demo.exitValue()).isEqualTo(2);
    assertThat(Files.readString(folder.resolve("err")))
        .startsWith("pontoon demo: the given broker can't be used: ")
        .hasLineCount(1)
        .doesNotContain("secret");
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    if (demo != null) {
      demo.destroyForcibly().waitFor();
    }
    try (Stream<Path> left = Files.list(folder.resolve("tmp"))) {
      assertThat(left.map(it -> it.getFileName().toString()))
          .noneMatch(name -> name.startsWith("pontoon"));
    }
  }

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    command.add("-Djava.io.tmpdir=" + Files.createDirectory(folder.resolve("tmp")));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Demo.class.getName()));
    command.addAll(List.of(arguments));
    demo =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    return demo;
  }

  private List<String> output() throws IOException {
    return Files.readString(folder.resolve("out")).lines().toList();
  }

  private static void assertBalanced(String lastLine) {
    Matcher numbers = LAST.matcher(lastLine);
    assertThat(numbers.matches()).as(lastLine).isTrue();
    int published = Integer.parseInt(numbers.group(1));
    int mirrored = Integer.parseInt(numbers.group(2));
    int deadLetters = Integer.parseInt(numbers.group(3));
    assertThat(published).isGreaterThan(50).isEqualTo(mirrored + deadLetters);
    assertThat(deadLetters).isPositive();
    assertThat(numbers.group(4)).isEqualTo("0");
  }
}

package dev.pontoon.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each file of src/test/resources/config/wrong holds the files of a folder, each behind its name,
 * and the problems that must be reported for them, to the letter. After a change of wording run
 * {@code mvn -pl bridge -am test -Dtest=WrongYamlTest -Dregenerate} and read the difference.
 */
class WrongYamlTest {
  private static final Path CASES = Path.of("src/test/resources/config/wrong");

  @TempDir private Path folder;

  static Stream<Path> cases() throws IOException {
    try (Stream<Path> files = Files.list(CASES)) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void reportsExactlyTheseProblems(Path file) throws IOException {
    Map<String, List<String>> parts = parts(Files.readAllLines(file));
    List<String> expected = parts.remove("problems");
    ConfigFolder config = new ConfigFolder(folder);
    parts.forEach((name, lines) -> config.write(name, String.join("\n", lines) + "\n"));

    List<String> problems = new ArrayList<>(config.problems(Map.of()));
    if (parts.keySet().stream().anyMatch(name -> name.contains(".test."))) {
      problems.addAll(config.testProblems());
    }

    if (System.getProperty("regenerate") != null) {
      String text = Files.readString(file);
      String head = text.substring(0, text.indexOf("--- problems\n")) + "--- problems\n";
      Files.writeString(file, head + String.join("\n", problems) + "\n");
      expected = problems;
    }
    assertThat(String.join("\n", problems)).isEqualTo(String.join("\n", expected)).isNotEmpty();
  }

  private static Map<String, List<String>> parts(List<String> lines) {
    Map<String, List<String>> parts = new LinkedHashMap<>();
    List<String> part = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("--- ")) {
        part = new ArrayList<>();
        parts.put(line.substring(4), part);
      } else {
        part.add(line);
      }
    }
    return parts;
  }
}

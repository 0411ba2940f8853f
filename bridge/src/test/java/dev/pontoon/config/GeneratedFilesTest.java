package dev.pontoon.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Schemas and reference page are what the option definitions say. */
class GeneratedFilesTest {
  private static final Path ROOT = Path.of("..");
  private static final String COMMAND =
      "mvn -pl bridge -am test -Dtest=GeneratedFilesTest -Dregenerate";
  private static final Map<String, String> FILES = ConfigDocs.files();

  static Stream<String> paths() {
    return Set.copyOf(FILES.keySet()).stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("paths")
  void isUpToDate(String path) throws IOException {
    Path file = ROOT.resolve(path);
    String content = FILES.get(path);
    if (System.getProperty("regenerate") != null) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    }
    assertThat(file)
        .as("%s is generated from the option definitions; write it anew with: %s", path, COMMAND)
        .content()
        .isEqualTo(content);
  }
}

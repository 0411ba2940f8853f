package dev.pontoon.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** No text makes the loaders throw, and what they refuse has a place in the file. */
class AnyTextTest {
  private static final String PIECES =
      "{}[]:,-#&*!|>'\"%@`?\t\n \\$~<=. 0aé\u0085\uFEFF\uD83D\uDE00\u001B";
  private static final List<String> WORDS =
      List.of(
          "&a ",
          "*a",
          "!!int ",
          "---\n",
          "${env:X}",
          "${file:/}",
          "? ",
          "- ",
          ": ",
          "null",
          "0x1F",
          "steps:",
          "<<: ",
          "\n  ");

  private static Path root;
  private static ConfigFolder folder;

  @BeforeContainer
  static void create() throws IOException {
    root = Files.createTempDirectory("pontoon-any-text");
    folder = new ConfigFolder(root);
  }

  @AfterContainer
  static void remove() throws IOException {
    try (var files = Files.walk(root)) {
      for (Path path : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(path);
      }
    }
  }

  @Property(tries = 150)
  void arbitraryText(@ForAll("texts") String text) throws IOException {
    check(text.getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 50)
  void arbitraryBytes(@ForAll byte[] bytes) throws IOException {
    check(bytes);
  }

  @Property(tries = 250)
  void mutatedFiles(@ForAll("shipped") String text, @ForAll long seed) throws IOException {
    check(mutated(text, new Random(seed)).getBytes(StandardCharsets.UTF_8));
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> pieces =
        Arbitraries.strings().withChars(PIECES.toCharArray()).ofMaxLength(12);
    Arbitrary<String> words = Arbitraries.of(WORDS);
    return Arbitraries.oneOf(pieces, words, Arbitraries.strings().ofMaxLength(20))
        .list()
        .ofMaxSize(20)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<String> shipped() throws IOException {
    return Arbitraries.of(
        Files.readString(Path.of("../config/bridge.yaml")),
        Files.readString(Path.of("../routes/orders.yaml")),
        Files.readString(Path.of("../routes/payments.yaml")),
        Files.readString(Path.of("../routes/orders.test.yaml")),
        ConfigFolder.BRIDGE,
        ConfigFolder.ROUTE);
  }

  private static String mutated(String text, Random random) {
    StringBuilder mutated = new StringBuilder(text);
    for (int i = random.nextInt(5); i >= 0; i--) {
      int at = random.nextInt(mutated.length() + 1);
      switch (random.nextInt(4)) {
        case 0 -> mutated.insert(at, PIECES.charAt(random.nextInt(PIECES.length())));
        case 1 -> mutated.insert(at, WORDS.get(random.nextInt(WORDS.size())));
        case 2 -> mutated.delete(at, Math.min(mutated.length(), at + 1 + random.nextInt(9)));
        default -> mutated.insert(at, text.substring(random.nextInt(text.length())));
      }
    }
    return mutated.toString();
  }

  /** As each kind of file in turn. */
  private static void check(byte[] content) throws IOException {
    for (String name : List.of("bridge.yaml", "routes/orders.yaml", "routes/orders.test.yaml")) {
      Path file = root.resolve(name);
      byte[] before = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
      Files.write(file, content);
      String text = new String(content, StandardCharsets.UTF_8);
      assertPlaces(problems(folder.load(Map.of())), text);
      assertPlaces(problems(new RouteTestLoader().load(folder.routes())), text);
      Files.write(file, before);
    }
  }

  private static List<Problem> problems(Object result) {
    if (result instanceof ConfigLoader.Invalid invalid) {
      return invalid.problems();
    }
    return result instanceof RouteTestLoader.Invalid invalid ? invalid.problems() : List.of();
  }

  private static void assertPlaces(List<Problem> problems, String text) {
    long lines =
        text.codePoints().filter(c -> "\n\r\u0085\u2028\u2029".indexOf(c) >= 0).count() + 1;
    assertThat(problems)
        .allSatisfy(
            problem -> {
              assertThat(problem.line()).isBetween(1, (int) Math.max(lines + 1, 40));
              assertThat(problem.column()).isPositive();
              assertThat(problem.wrong()).isNotBlank();
              assertThat(problem.toString()).matches("\\P{Cntrl}+").doesNotContain("\u001B");
            });
  }
}

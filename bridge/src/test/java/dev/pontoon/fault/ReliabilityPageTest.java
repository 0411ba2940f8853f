package dev.pontoon.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page of faults names every row, and it and the page of threats only tests that exist. */
class ReliabilityPageTest {
  private static final Path TESTS = Path.of("src/test/java");
  private static final Pattern NAMED = Pattern.compile("`(\\w+)#(\\w+)`");
  private static final Pattern ROW = Pattern.compile("^\\| (\\d+) \\|(.*)\\|$", Pattern.MULTILINE);
  private static final int ROWS = 74;

  private static String page;

  @BeforeAll
  static void read() throws IOException {
    page = Files.readString(Path.of("../docs/reliability.md"));
  }

  @Test
  void everyNamedTestExists() throws IOException {
    List<String> missing = new ArrayList<>();
    String threats = Files.readString(Path.of("../docs/operations/security.md"));
    for (var named : NAMED.matcher(page + threats).results().toList()) {
      if (!isTest(named.group(1), named.group(2))) {
        missing.add(named.group());
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void everyRowSaysWhatProvesIt() {
    List<Integer> rows = new ArrayList<>();
    for (var row : ROW.matcher(page).results().toList()) {
      rows.add(Integer.valueOf(row.group(1)));
      assertThat(row.group(2).split("\\|")).as(row.group()).hasSize(3).noneMatch(String::isBlank);
    }
    assertThat(rows)
        .hasSizeGreaterThanOrEqualTo(ROWS)
        .isEqualTo(IntStream.rangeClosed(1, rows.size()).boxed().toList());
  }

  @Test
  void aTestThatIsGoneIsFound() throws IOException {
    assertThat(isTest("ReliabilityPageTest", "aTestThatIsGoneIsFound")).isTrue();
    assertThat(isTest("ReliabilityPageTest", "aTestThatWasRenamed")).isFalse();
    assertThat(isTest("NoSuchTest", "everyNamedTestExists")).isFalse();
  }

  private static boolean isTest(String type, String method) throws IOException {
    try (Stream<Path> files = Files.walk(TESTS)) {
      Optional<Path> file = files.filter(it -> it.endsWith(type + ".java")).findFirst();
      return file.isPresent()
          && Pattern.compile("(?s)@\\w*(?:Test|Property|Source)\\b.{0,600}?void " + method + "\\(")
              .matcher(Files.readString(file.get()))
              .find();
    }
  }
}

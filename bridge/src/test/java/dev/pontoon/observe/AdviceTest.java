package dev.pontoon.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page and the handbook say the same. */
class AdviceTest {

  @Test
  void everySentenceStandsInTheHandbook() throws Exception {
    String handbook = Files.readString(Path.of("../docs/operations/running.md"));
    String plain = handbook.replace("`", "").replaceAll("\\s+", " ");

    assertThat(Advice.values()).allSatisfy(it -> assertThat(plain).contains(it.sentence()));
  }
}

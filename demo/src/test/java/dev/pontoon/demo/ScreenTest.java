package dev.pontoon.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private final StringWriter written = new StringWriter();

  @Test
  void onATerminalTheTableIsReplacedAndTextGoesAboveIt() {
    Screen screen = new Screen(new PrintWriter(written), true);
    screen.live(List.of("a1", "b1"));
    screen.live(List.of("a2", "b2"));
    screen.print(List.of("news"));
    screen.clear();
    screen.print(List.of("end"));
    assertThat(written.toString().lines().toList())
        .containsExactly(
            "a1",
            "b1",
            "\u001b[2A\u001b[Ja2",
            "b2",
            "\u001b[2A\u001b[Jnews",
            "a2",
            "b2",
            "\u001b[2A\u001b[Jend");
  }

  @Test
  void onPaperLinesFollowEachOther() {
    Screen screen = new Screen(new PrintWriter(written), false);
    screen.live(List.of("a1"));
    screen.live(List.of("a2"));
    screen.print(List.of("news"));
    screen.clear();
    assertThat(written.toString().lines()).containsExactly("a1", "a2", "news");
  }
}

package dev.pontoon.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.deadletter.StoredLetter;
import dev.pontoon.message.Refusal;
import dev.pontoon.message.Refusal.Reason;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedriveDisplayTest {

  private static StoredLetter letter(long offset) {
    return new StoredLetter("dead", 0, offset, 0, null, null, List.of());
  }

  @Test
  void whyLettersWereRefusedAgainIsOneLineForEachReason() {
    RedriveDisplay display =
        new RedriveDisplay(new PrintWriter(new StringWriter()), false, () -> 0);
    display.refused(letter(3), new Refusal(Reason.TOO_LARGE, "5 MiB"));
    display.refused(letter(4), new Refusal(Reason.KEY_MISSING, "no\r\u202ekey"));
    display.refused(letter(5), new Refusal(Reason.KEY_MISSING, "no key either"));
    assertThat(display.refusedAgain())
        .containsExactly(
            "refused again: KEY_MISSING: 2, such as 0@4: no\\u000d\\u202ekey",
            "refused again: TOO_LARGE: 1, such as 0@3: 5 MiB");
  }
}

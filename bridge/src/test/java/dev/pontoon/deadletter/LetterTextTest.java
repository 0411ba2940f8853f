package dev.pontoon.deadletter;

import static dev.pontoon.mapping.Route.json;
import static dev.pontoon.mapping.Route.utf8;
import static dev.pontoon.mapping.Route.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.deadletter.RedriveProgress.State;
import dev.pontoon.message.Body;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Property;
import dev.pontoon.message.Refusal;
import dev.pontoon.message.Refusal.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

class LetterTextTest {

  private static StoredLetter letter(LegacyMessage message) {
    return StoredLetters.of(
        message,
        new Refusal(Reason.KEY_MISSING, "no key \u001b[31m", utf8("k\n1")),
        DeadLetter.Stage.MAPPING,
        2,
        42);
  }

  @Test
  void aLineIsOneLineWhateverIsInIt() {
    LegacyMessage message = with(json("{}"), Property.MESSAGE_ID, "m\r1");

    String line = LetterText.line(letter(message), State.PENDING);

    assertThat(line)
        .contains("  2@42  ", "  KEY_MISSING  1x  pending  ", "key=k\\u000a1  id=m\\u000d1")
        .doesNotContainPattern("\\p{Cntrl}");
    assertThat(LetterText.line(letter(message), State.REDRIVEN)).contains("redriven");
    assertThat(LetterText.line(StoredLetters.place(0, 0), State.DISCARDED))
        .contains("discarded  key=-  id=-");
  }

  @Test
  void allIsShownUnderItsOwnName() {
    LegacyMessage message = with(json("line 1\nline \u001b2"), Property.MESSAGE_ID, "m1");
    message = with(message, "CamelHttpUri", "evil\n");

    List<String> lines = LetterText.full(letter(message), State.PENDING, 1000);

    assertThat(lines)
        .contains("key: k\\u000a1")
        .contains("  reason: KEY_MISSING", "  count: 1")
        .contains("  message-id: m1")
        .contains("  CamelHttpUri: evil\\u000a")
        .containsSubsequence("body: 14 bytes", "  line 1", "  line \\u001b2")
        .allMatch(line -> line.chars().noneMatch(Character::isISOControl));
  }

  @Test
  void bytesAreShownAsHexAndCut() {
    byte[] bytes = new byte[100];
    bytes[1] = (byte) 0xff;
    StoredLetter letter = letter(json("").with(java.util.Map.of(), new Body.Bytes(bytes)));

    List<String> lines = LetterText.full(letter, State.PENDING, 18);

    assertThat(lines).contains("body: 100 bytes, the first 18 shown", "  00000010  00 00");
    assertThat(lines).anyMatch(line -> line.startsWith("  00000000  00 ff 00"));
  }

  @Test
  void aCharacterThatTheCutHalvesIsNoReasonForHex() {
    assertThat(LetterText.full(letter(json("aüb")), State.PENDING, 2))
        .containsSubsequence("body: 4 bytes, the first 2 shown", "  a");
  }
}

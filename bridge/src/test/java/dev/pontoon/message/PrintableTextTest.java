package dev.pontoon.message;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTextTest {

  @ParameterizedTest
  @ValueSource(
      ints = {
        0, 0x07, '\t', '\n', '\r', 0x1b, 0x7f, 0x80, 0x85, 0x9b, 0x9f, 0xad, 0x061c, 0x200b, 0x200e,
        0x200f, 0x2028, 0x2029, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068,
        0x2069, 0xd800, 0xdc00, 0xfeff, 0xe0041
      })
  void whatSteersIsEscaped(int codePoint) {
    String text = "a" + Character.toString(codePoint) + "b";
    assertThat(PrintableText.of(text)).matches("a(\\\\u[0-9a-f]{4}){1,2}b");
    assertThat(PrintableText.of(text, 100)).isEqualTo(PrintableText.of(text));
    assertThat(PrintableText.lines(text))
        .isEqualTo(codePoint == '\n' ? text : PrintableText.of(text));
  }

  @Property
  void theResultIsShownAsItIs(@ForAll String text) {
    String shown = PrintableText.of(text);
    assertThat(shown.codePoints()).allMatch(PrintableText::isShown);
    assertThat(PrintableText.of(shown)).isSameAs(shown);
    assertThat(PrintableText.of(text, Integer.MAX_VALUE - 16)).isEqualTo(shown);
  }

  @Test
  void whatIsReadableStays() {
    String text = "größe 価格 😀 \\u001b";
    assertThat(PrintableText.of(text)).isSameAs(text);
  }

  @Test
  void longTextIsCutAtACharacter() {
    assertThat(PrintableText.of("€€€€", 12)).isEqualTo("€€€€");
    assertThat(PrintableText.of("€€€€€", 12)).isEqualTo("€€€…");
    assertThat(PrintableText.of("ab\u001bcd", 10)).isEqualTo("ab\\u001bcd");
    assertThat(PrintableText.of("abcd\u001bcd", 10)).isEqualTo("abcd…");
  }
}

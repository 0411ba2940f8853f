package dev.pontoon.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCheckTest {
  private static final ObjectMapper TREES =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static boolean wellFormed(String text) {
    return JsonCheck.wellFormed(text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", " 1 ", "null", "\"ä\"", "[1,{\"a\":[null,true,1e9]}]"})
  void oneValueIsJson(String text) {
    assertThat(wellFormed(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "{", "[1", "[1]]", "1 2", "{\"a\"}", "{a:1}", "nul", "\"a", "\uFEFF{}"})
  void nothingElseIs(String text) {
    assertThat(wellFormed(text)).isFalse();
  }

  @Test
  void bytesThatAreNoTextAreNot() {
    assertThat(JsonCheck.wellFormed(new byte[] {'"', (byte) 0xC0, (byte) 0x80, '"'})).isFalse();
    assertThat(JsonCheck.wellFormed(new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'}))
        .isFalse();
  }

  @Test
  void depthIsBounded() {
    assertThat(wellFormed("[".repeat(900) + "]".repeat(900))).isTrue();
    assertThat(wellFormed("[".repeat(100_000) + "]".repeat(100_000))).isFalse();
    assertThat(wellFormed("[".repeat(100_000))).isFalse();
  }

  @Property
  void itSaysWhatATreeWouldSay(
      @ForAll @Chars({'{', '}', '[', ']', ',', ':', '"', '1', ' ', 'a', '-', '.'}) String text)
      throws Exception {
    boolean tree;
    try {
      tree = !TREES.readTree(text).isMissingNode();
    } catch (JacksonException e) {
      tree = false;
    }
    assertThat(wellFormed(text)).isEqualTo(tree);
  }
}

package dev.pontoon.config;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names of the legacy side become parts of topic names, always the same ones. */
class TopicNamesTest {

  @ParameterizedTest
  @CsvSource({
    "orders, orders",
    "Shop.EU_1-x, Shop.EU_1-x",
    "shop/eu, shop-eu",
    "'two words', two-words",
    "größe, gr--e",
    "VirtualTopic.>, VirtualTopic.-",
    "a{queue}b, a-queue-b"
  })
  void whatATopicCanNotHaveBecomesADash(String name, String part) {
    assertThat(TopicNames.part(name)).isEqualTo(part);
  }

  @Test
  void aCharacterOfTwoCodeUnitsIsOneDash() {
    assertThat(TopicNames.part("a\uD83D\uDE00b")).isEqualTo("a-b");
    assertThat(TopicNames.part("\uD83D")).isEqualTo("-");
  }

  @Property
  void everyNameMakesALegalPart(@ForAll @StringLength(min = 1, max = 60) String name) {
    String part = TopicNames.part(name);

    assertThat("x" + part).matches(TopicNames::isLegal);
    assertThat(part).hasSize(name.codePointCount(0, name.length()));
    assertThat(TopicNames.part(part)).isEqualTo(part);
  }

  @Property
  void legalNamesStayAsTheyAre(
      @ForAll @CharRange(from = 'a', to = 'z') @CharRange(from = '-', to = '.') String name) {
    assertThat(TopicNames.part(name)).isSameAs(name);
  }

  @Property
  void whatStrangersChooseStaysApart(
      @ForAll @StringLength(min = 1, max = 4) @Chars({'a', ' ', '"', '-', '\u001b'}) String one,
      @ForAll @StringLength(min = 1, max = 4) @Chars({'a', ' ', '"', '-', '\u001b'}) String other) {
    assertThat(TopicNames.distinct(one).equals(TopicNames.distinct(other)))
        .isEqualTo(one.equals(other));
    assertThat("x" + TopicNames.distinct(one)).matches(TopicNames::isLegal);
  }

  @Test
  void theRulesAreKafkas() {
    assertThat(TopicNames.isLegal(".")).isFalse();
    assertThat(TopicNames.isLegal("..")).isFalse();
    assertThat(TopicNames.isLegal("...")).isTrue();
    assertThat(TopicNames.isLegal("")).isFalse();
    assertThat(TopicNames.isLegal("t".repeat(TopicNames.LONGEST))).isTrue();
    assertThat(TopicNames.isLegal("t".repeat(TopicNames.LONGEST + 1))).isFalse();
    assertThat(TopicNames.comparable("a.b_c")).isEqualTo("a_b_c");
  }
}

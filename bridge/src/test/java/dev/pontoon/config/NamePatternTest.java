package dev.pontoon.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Patterns mean what they mean in a binding of a topic exchange. */
class NamePatternTest {

  @ParameterizedTest
  @CsvSource({
    "shop.*, shop.eu, true",
    "shop.*, shop, false",
    "shop.*, shop.eu.north, false",
    "shop.*, shopping.eu, false",
    "shop.*, shop., true",
    "shop.#, shop, true",
    "shop.#, shop.eu.north, true",
    "shop.#, shops, false",
    "#, any.thing, true",
    "*, any.thing, false",
    "*, any, true",
    "#.eu, eu, true",
    "#.eu, shop.x.eu, true",
    "*.eu.#, shop.eu.north, true",
    "shop.*, SHOP.eu, false",
    "'a+b.*', 'aab.c', false",
    "MyApp.Contracts:*, MyApp.Contracts:OrderSubmitted, true",
    "MyApp.Contracts:*, MyApp.Other:OrderSubmitted, false",
    "MyApp.Contracts:*, MyApp.Contracts:Order:Part, false",
    "MyApp.*, MyApp.Contracts:OrderSubmitted, true",
    "MyApp.#, MyApp.Contracts:OrderSubmitted, true",
  })
  void matchesByWords(String pattern, String name, boolean matches) {
    assertThat(new NamePattern(pattern).matches(name)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({
    "shop.*, true, false",
    "#, true, false",
    "shop, false, false",
    "orders#2, false, false",
    "shop*, false, true",
    "*.shop*, true, true",
  })
  void onlyWholeWordsStandForOthers(String name, boolean pattern, boolean stray) {
    assertThat(NamePattern.isPattern(name)).isEqualTo(pattern);
    assertThat(NamePattern.hasStrayStar(name)).isEqualTo(stray);
  }

  @Property(tries = 2_000)
  void agreesWithTheDefinition(
      @ForAll("words") List<String> pattern, @ForAll("words") List<String> name) {
    String text = String.join(".", pattern);
    String asked = String.join(".", name).replace("*", "a").replace("#", "b");
    assertThat(new NamePattern(text).matches(asked))
        .as("%s of %s", text, asked)
        .isEqualTo(defined(pattern, Arrays.asList(asked.split("\\.", -1))));
  }

  @Property(tries = 500)
  void theExampleMatches(@ForAll("words") List<String> pattern) {
    NamePattern made = new NamePattern(String.join(".", pattern));
    assertThat(made.matches(made.example())).isTrue();
  }

  private static boolean defined(List<String> pattern, List<String> words) {
    if (pattern.isEmpty()) {
      return words.isEmpty();
    }
    List<String> rest = pattern.subList(1, pattern.size());
    if (pattern.get(0).equals("#")) {
      return defined(rest, words)
          || !words.isEmpty() && defined(pattern, words.subList(1, words.size()));
    }
    return !words.isEmpty()
        && (pattern.get(0).equals("*") || pattern.get(0).equals(words.get(0)))
        && defined(rest, words.subList(1, words.size()));
  }

  @Provide
  Arbitrary<List<String>> words() {
    return Arbitraries.of("*", "#", "a", "b", "ab", "").list().ofMinSize(1).ofMaxSize(6);
  }

  @Test
  void noNameMakesItSlow() {
    String pattern = "#.a.".repeat(100) + "#";
    String name = "a.".repeat(120) + "b";
    Assertions.assertTimeout(Duration.ofSeconds(5), () -> new NamePattern(pattern).matches(name));
  }
}

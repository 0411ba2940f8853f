package dev.pontoon.deadletter;

import static dev.pontoon.mapping.Route.json;
import static dev.pontoon.mapping.Route.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.mapping.Route;
import dev.pontoon.message.OutboundRecord.Header;
import dev.pontoon.message.Refusal;
import dev.pontoon.message.Refusal.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LetterFilterTest {
  private static final Instant NOW = Route.clock().instant();
  private static final String ROUTE = new Route().config().id();

  private final StoredLetter letter =
      StoredLetters.of(
          json("{}"),
          new Refusal(Reason.KEY_MISSING, "no key", utf8("A-17")),
          DeadLetter.Stage.MAPPING,
          0,
          1);

  private boolean matches(String route, Set<String> reasons, String key, Instant from, Instant to) {
    return new LetterFilter(route, reasons, key, from, to).matches(letter);
  }

  @Test
  void withoutConditionsAllOfTheRouteAreMeant() {
    assertThat(matches(ROUTE, Set.of(), null, null, null)).isTrue();
    assertThat(matches("another", Set.of(), null, null, null)).isFalse();
  }

  @Test
  void anyOfTheReasonsAndTheVeryKey() {
    assertThat(matches(ROUTE, Set.of("TOO_LARGE", "KEY_MISSING"), null, null, null)).isTrue();
    assertThat(matches(ROUTE, Set.of("TOO_LARGE"), null, null, null)).isFalse();
    assertThat(matches(ROUTE, Set.of(), "A-17", null, null)).isTrue();
    assertThat(matches(ROUTE, Set.of(), "A-1", null, null)).isFalse();
    assertThat(matches(ROUTE, Set.of("TOO_LARGE"), "A-17", null, null)).isFalse();
  }

  @Test
  void sinceIsIncludedAndUntilIsNot() {
    assertThat(matches(ROUTE, Set.of(), null, NOW, null)).isTrue();
    assertThat(matches(ROUTE, Set.of(), null, NOW.plusMillis(1), null)).isFalse();
    assertThat(matches(ROUTE, Set.of(), null, null, NOW)).isFalse();
    assertThat(matches(ROUTE, Set.of(), null, null, NOW.plusMillis(1))).isTrue();
  }

  @Test
  void whatOthersWroteIsNobodysLetter() {
    StoredLetter foreign = StoredLetters.place(0, 0);
    assertThat(new LetterFilter(ROUTE, Set.of(), null, null, null).matches(foreign)).isFalse();
    assertThat(foreign.count()).isEqualTo(1);
    assertThat(foreign.refusedAt()).isEqualTo(Instant.ofEpochMilli(1_000));
  }

  @Test
  void nonsenseInErrorHeadersIsSurvived() {
    StoredLetter odd =
        StoredLetters.foreign(
            0,
            0,
            null,
            List.of(
                new Header("pontoon.error.time", utf8("yesterday")),
                new Header("pontoon.error.count", utf8("many")),
                new Header("pontoon.error.reason", null)));
    assertThat(odd.refusedAt()).isEqualTo(Instant.ofEpochMilli(1_000));
    assertThat(odd.count()).isEqualTo(1);
    assertThat(odd.error(ErrorHeader.REASON)).isNull();
  }
}

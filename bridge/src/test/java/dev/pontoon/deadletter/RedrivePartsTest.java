package dev.pontoon.deadletter;

import static dev.pontoon.mapping.Route.json;
import static dev.pontoon.mapping.Route.utf8;
import static dev.pontoon.mapping.Route.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.mapping.Mapper;
import dev.pontoon.mapping.Route;
import dev.pontoon.mapping.TopicLimits;
import dev.pontoon.message.Body;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.OutboundRecord;
import dev.pontoon.message.Property;
import dev.pontoon.message.Refusal;
import dev.pontoon.message.Refusal.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Letters of routes with steps: the steps run again, and only what was refused goes on. */
class RedrivePartsTest {
  private final RedriveTest.Kafka kafka = new RedriveTest.Kafka();
  private final List<String> left = new ArrayList<>();
  private final Mapper mapper = new Route()::map;

  /** One message for each word of the body. */
  private ToRoute.Steps steps =
      message -> {
        String text = Route.text(((Body.Bytes) message.body()).bytes());
        return Arrays.stream(text.split(" "))
            .map(word -> message.with(message.headers(), new Body.Bytes(utf8(word))))
            .toList();
      };

  private static DeadLetters deadLetters() {
    return new DeadLetters(
        new Route().steps().config(), Route.ORIGIN, () -> TopicLimits.DEFAULT, Route.clock());
  }

  private static StoredLetter letter(String text, Parts parts) {
    LegacyMessage message = with(json(text), Property.MESSAGE_ID, "m");
    Refusal refusal = new Refusal(Reason.KEY_MISSING, "no");
    return StoredLetters.at(
        deadLetters().make(message, refusal, DeadLetter.Stage.MAPPING, parts).record(), 0, 1);
  }

  private RedriveCounts redrive(StoredLetter letter, Mapper by) throws RedriveException {
    Redrive.Watcher watcher =
        new Redrive.Watcher() {
          @Override
          public void left(StoredLetter one, String why) {
            left.add(why);
          }

          @Override
          public void accept(RedriveCounts counts) {}
        };
    RedriveProgress progress = new RedriveProgress(kafka.takeOver());
    LetterClaims claims = new LetterClaims(null, false);
    ToRoute.Way way =
        new ToRoute.Way(message -> steps.run(message), by, deadLetters(), false, claims);
    ToRoute target = new ToRoute(Route.ORIGIN, way, kafka, progress, watcher);
    return new Redrive(
            RedriveTest.plan(Long.MAX_VALUE, 5), progress, target, claims, sent -> true, watcher)
        .run(RedriveTest.reading(List.of(letter)));
  }

  @ParameterizedTest
  @CsvSource({"1, a", "2, b", "3, c", "2-, b c", "1-, a b c", "4-, ''", "nonsense, a b c"})
  void onlyTheRefusedPartsGoOn(String parts, String expected) throws Exception {
    RedriveCounts counts = redrive(letter("a b c", Parts.parse(parts)), mapper);

    assertThat(kafka.records).extracting(r -> Route.text(r.value())).isEqualTo(words(expected));
    assertThat(counts.unfit()).isZero();
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" "));
  }

  @Test
  void refusedAgainTheLetterIsStillTheOriginalAndOfThatPart() throws Exception {
    RedriveCounts counts =
        redrive(letter("a b c", Parts.one(2)), made -> new Refusal(Reason.KEY_MALFORMED, "still"));

    assertThat(counts.refused()).isEqualTo(1);
    OutboundRecord again = kafka.records.get(0);
    assertThat(Route.text(again.value())).isEqualTo("a b c");
    assertThat(Route.headers(again))
        .containsEntry("pontoon.error.parts", "2")
        .containsEntry("pontoon.error.count", "2");
  }

  @Test
  void aStepThatThrowsAgainKeepsWhatTheLetterStandsFor() throws Exception {
    steps =
        message -> {
          throw new IllegalStateException("broken");
        };

    redrive(letter("a b c", Parts.from(2)), mapper);

    assertThat(Route.headers(kafka.records.get(0)))
        .containsEntry("pontoon.error.reason", "STEP_FAILED")
        .containsEntry("pontoon.error.parts", "2-");
  }

  @Test
  void whatTheStepsNoLongerMakeIsLeftAndSaid() throws Exception {
    RedriveCounts counts = redrive(letter("a", Parts.one(2)), mapper);

    assertThat(counts.unfit()).isEqualTo(1);
    assertThat(kafka.records).isEmpty();
    assertThat(left).singleElement().asString().contains("number 2", "only 1");
  }

  @Test
  void aFilterThatTakesTheOnlyPartNowFiltersIt() throws Exception {
    steps = message -> List.of();

    RedriveCounts counts = redrive(letter("a", Parts.one(1)), mapper);

    assertThat(counts.filtered()).isEqualTo(1);
  }

  @Test
  void aRouteWithoutStepsSaysNothingOfParts() {
    DeadLetters plain =
        new DeadLetters(
            new Route().config(), Route.ORIGIN, () -> TopicLimits.DEFAULT, Route.clock());
    Refusal refusal = new Refusal(Reason.KEY_MISSING, "no");
    OutboundRecord record =
        plain.make(json("{}"), refusal, DeadLetter.Stage.MAPPING, Parts.one(1)).record();

    assertThat(Route.headers(record)).doesNotContainKey("pontoon.error.parts");
  }
}

package dev.pontoon.deadletter;

import static dev.pontoon.mapping.Route.headers;
import static dev.pontoon.mapping.Route.utf8;
import static dev.pontoon.mapping.Route.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.claim.MemoryClaims;
import dev.pontoon.mapping.ClaimReference;
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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Dead letters whose body is kept beside Kafka. */
class RedriveClaimsTest {
  private static final TopicLimits SMALL =
      new TopicLimits(2_000, false, -1, Long.MAX_VALUE, 3_600_000);
  private static final String LARGE = "x".repeat(5_000);

  private final RedriveTest.Kafka kafka = new RedriveTest.Kafka();
  private final MemoryClaims store = new MemoryClaims();
  private final List<String> left = new ArrayList<>();
  private final Redrive.Watcher watcher = RedriveTest.watcher(left);

  private static DeadLetters deadLetters() {
    return new DeadLetters(
        new Route().claimCheck("claims").config(), Route.ORIGIN, () -> SMALL, Route.clock());
  }

  /** As the bridge leaves it: the body in the store, the reference in the topic. */
  private StoredLetter letter(Body body, int number) throws Exception {
    LegacyMessage message = with(Route.message(body), Property.MESSAGE_ID, "m" + number);
    DeadLetter made =
        deadLetters()
            .make(
                with(message, "n", number),
                new Refusal(Reason.KEY_MISSING, "no", utf8("k")),
                DeadLetter.Stage.MAPPING,
                Parts.ALL);
    assertThat(made.claim()).isNotNull();
    store.keep(made.claim());
    return StoredLetters.at(made.record(), 0, number);
  }

  private RedriveCounts toRoute(LetterClaims claims, Mapper mapper, StoredLetter... letters)
      throws RedriveException {
    RedriveProgress progress = new RedriveProgress(kafka.takeOver());
    ToRoute.Way way = new ToRoute.Way(List::of, mapper, deadLetters(), false, claims);
    ToRoute target = new ToRoute(Route.ORIGIN, way, kafka, progress, watcher);
    return redrive(claims, progress, target, letters);
  }

  private RedriveCounts redrive(
      LetterClaims claims, RedriveProgress progress, RedriveTarget target, StoredLetter... letters)
      throws RedriveException {
    return new Redrive(
            RedriveTest.plan(Long.MAX_VALUE, 5), progress, target, claims, sent -> true, watcher)
        .run(RedriveTest.reading(List.of(letters)));
  }

  private LetterClaims claims() {
    return new LetterClaims(store, false);
  }

  @Test
  void theBodyComesBackWholeAndTheReferenceIsGone() throws Exception {
    StoredLetter letter = letter(new Body.Text(LARGE), 1);
    assertThat(letter.value()).hasSizeLessThan(500);

    assertThat(toRoute(claims(), new Route()::map, letter).sent()).isEqualTo(1);

    OutboundRecord record = kafka.records.get(0);
    assertThat(Route.text(record.value())).isEqualTo(LARGE);
    assertThat(headers(record))
        .containsEntry("pontoon.body", "text")
        .containsEntry("n", "1")
        .doesNotContainKey(ClaimReference.SHA256);
  }

  @Test
  void aRouteWithClaimCheckKeepsItBeforeTheReferenceIsWritten() throws Exception {
    StoredLetter letter = letter(new Body.Text(LARGE), 1);
    Route route = new Route().claimCheck("claims").limits(SMALL);

    assertThat(toRoute(claims(), route::map, letter).sent()).isEqualTo(1);

    String sha256 = headers(kafka.records.get(0)).get(ClaimReference.SHA256);
    assertThat(store.kept.get(sha256)).isEqualTo(utf8(LARGE));
  }

  @Test
  void refusedAgainItIsADeadLetterWithAReferenceAgain() throws Exception {
    StoredLetter letter = letter(new Body.Text(LARGE), 1);

    RedriveCounts counts =
        toRoute(claims(), m -> new Refusal(Reason.KEY_MALFORMED, "still"), letter);

    assertThat(counts.refused()).isEqualTo(1);
    assertThat(headers(kafka.records.get(0)))
        .containsEntry("pontoon.error.count", "2")
        .containsEntry(ClaimReference.SHA256, letter.header(ClaimReference.SHA256));
  }

  @Test
  void whileTheStoreIsAwayLettersAreLeftAndComeBackLater() throws Exception {
    StoredLetter letter = letter(new Body.Text(LARGE), 1);
    store.away = true;

    assertThat(toRoute(claims(), new Route()::map, letter).unfit()).isEqualTo(1);
    assertThat(left).singleElement().asString().contains("claim store claims", "store is away");
    assertThat(kafka.records).isEmpty();

    store.away = false;
    assertThat(toRoute(claims(), new Route()::map, letter).sent()).isEqualTo(1);
  }

  @Test
  void aBodyThatCanNotBeKeptIsNotReferredTo() throws Exception {
    StoredLetter letter = letter(new Body.Text(LARGE), 1);
    Route route = new Route().claimCheck("claims").limits(SMALL);
    Mapper mapper =
        message -> {
          store.away = true;
          return route.map(message);
        };

    assertThat(toRoute(claims(), mapper, letter).unfit()).isEqualTo(1);
    assertThat(kafka.records).isEmpty();
    assertThat(left).singleElement().asString().contains("store is away");
  }

  @Test
  void withoutAStoreTheyAreLeftWithTheirPlace() throws Exception {
    StoredLetter letter = letter(new Body.Text(LARGE), 1);

    assertThat(toRoute(new LetterClaims(null, false), new Route()::map, letter).unfit())
        .isEqualTo(1);
    assertThat(left).singleElement().asString().contains("names no claim store", "claims at ");
  }

  @Test
  void backToTheQueueGoesTheBodyItself() throws Exception {
    StoredLetter letter = letter(new Body.Bytes(utf8(LARGE)), 1);
    List<LegacyMessage> published = new ArrayList<>();
    RedriveProgress progress = new RedriveProgress(kafka.takeOver());
    ToQueue target =
        new ToQueue(
            Route.ORIGIN,
            messages -> {
              published.addAll(messages);
              return Map.of();
            },
            kafka,
            progress,
            watcher);

    assertThat(redrive(claims(), progress, target, letter).sent()).isEqualTo(1);

    LegacyMessage message = published.get(0);
    assertThat(message.body()).isInstanceOf(Body.Bytes.class);
    assertThat(((Body.Bytes) message.body()).bytes()).isEqualTo(utf8(LARGE));
    assertThat(message.headers())
        .containsOnlyKeys("n", LegacyMessage.REDRIVE)
        .containsEntry(LegacyMessage.REDRIVE, letter.place() + " refused 1");
  }
}

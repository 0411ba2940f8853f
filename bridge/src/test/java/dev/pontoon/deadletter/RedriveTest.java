package dev.pontoon.deadletter;

import static dev.pontoon.mapping.Route.json;
import static dev.pontoon.mapping.Route.utf8;
import static dev.pontoon.mapping.Route.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RedriveTest {
  private final Kafka kafka = new Kafka();
  private final List<String> left = new ArrayList<>();
  private final List<String> refusedAgain = new ArrayList<>();
  private final Redrive.Watcher watcher = watcher(left, refusedAgain);
  private Redrive.Pace pace = sent -> true;
  private ToRoute.Steps steps = List::of;
  private boolean parks;
  private final LetterClaims claims = new LetterClaims(null, false);

  /** Commits all or nothing, and refuses what it is told to. */
  static final class Kafka implements RedriveLog {
    final List<OutboundRecord> records = new ArrayList<>();
    final Map<String, byte[]> progress = new HashMap<>();
    final List<String> refuses = new ArrayList<>();
    int commits;
    int failAt = -1;

    @Override
    public Map<String, byte[]> takeOver() {
      return new HashMap<>(progress);
    }

    @Override
    public Map<Integer, String> commit(List<OutboundRecord> more, Map<String, byte[]> entries)
        throws RedriveException {
      if (commits++ == failAt) {
        throw new RedriveException("lost", new IllegalStateException());
      }
      Map<Integer, String> refused = new HashMap<>();
      for (int i = 0; i < more.size(); i++) {
        if (refuses.contains(more.get(i).topic() + " " + id(more.get(i)))) {
          refused.put(i, "no");
        }
      }
      if (refused.isEmpty()) {
        records.addAll(more);
        entries.forEach(
            (key, value) -> {
              if (value == null) {
                progress.remove(key);
              } else {
                progress.put(key, value);
              }
            });
      }
      return refused;
    }

    @Override
    public void close() {}

    List<String> ids(String topic) {
      return records.stream().filter(r -> r.topic().equals(topic)).map(Kafka::id).toList();
    }

    private static String id(OutboundRecord record) {
      return Route.headers(record).get("pontoon.id");
    }
  }

  private static LegacyMessage message(int number) {
    return with(json("{}"), Property.MESSAGE_ID, "m" + number);
  }

  private static StoredLetter letter(int number, DeadLetter.Stage stage) {
    return StoredLetters.of(
        message(number),
        new Refusal(Reason.KEY_MISSING, "no", utf8("k" + number % 2)),
        stage,
        0,
        number);
  }

  static List<StoredLetter> letters(int count) {
    return Stream.iterate(0, i -> i + 1)
        .limit(count)
        .map(i -> letter(i, DeadLetter.Stage.MAPPING))
        .toList();
  }

  static Letters reading(List<StoredLetter> letters) {
    List<List<StoredLetter>> pages = new ArrayList<>();
    for (int i = 0; i < letters.size(); i += 4) {
      pages.add(letters.subList(i, Math.min(letters.size(), i + 4)));
    }
    return new Letters() {
      @Override
      public List<StoredLetter> next() {
        return pages.isEmpty() ? List.of() : pages.remove(0);
      }

      @Override
      public void close() {}
    };
  }

  static Redrive.Plan plan(long limit, long maxCount) {
    String route = new Route().config().id();
    return new Redrive.Plan(
        new LetterFilter(route, Set.of(), null, null, null), limit, maxCount, 3);
  }

  private RedriveCounts toRoute(List<StoredLetter> letters, Mapper mapper, Redrive.Plan plan)
      throws RedriveException {
    DeadLetters again =
        new DeadLetters(
            new Route().config(), Route.ORIGIN, () -> TopicLimits.DEFAULT, Route.clock());
    RedriveProgress progress = new RedriveProgress(kafka.takeOver());
    ToRoute.Way way = new ToRoute.Way(m -> steps.run(m), mapper, again, parks, claims);
    ToRoute target = new ToRoute(Route.ORIGIN, way, kafka, progress, watcher);
    return new Redrive(plan, progress, target, claims, pace, watcher).run(reading(letters));
  }

  private static Mapper taking() {
    Route route = new Route();
    return route::record;
  }

  private static final Redrive.Plan ALL = plan(Long.MAX_VALUE, 5);

  @Test
  void eachIsBroughtBackOnceWhereverItIsEnded() throws Exception {
    for (int end = 0; end < 4; end++) {
      kafka.failAt = kafka.commits + end;
      try {
        toRoute(letters(10), taking(), ALL);
      } catch (RedriveException e) {
        assertThat(e).hasMessage("lost");
      }
    }
    kafka.failAt = -1;

    RedriveCounts last = toRoute(letters(10), taking(), ALL);

    assertThat(kafka.ids("orders.v1")).hasSize(10).doesNotHaveDuplicates();
    assertThat(last.considered()).isEqualTo(10);
    assertThat(last.sent() + last.skipped()).isEqualTo(10);
  }

  @Test
  void theLimitCountsWhatThisRunBringsBack() throws Exception {
    assertThat(toRoute(letters(10), taking(), plan(4, 5)).text())
        .isEqualTo("considered 10, sent 4, refused again 0, skipped 0 (done before), left 6");
    assertThat(toRoute(letters(10), taking(), plan(4, 5)).text())
        .isEqualTo("considered 10, sent 4, refused again 0, skipped 4 (done before), left 2");
    assertThat(kafka.ids("orders.v1"))
        .containsExactly("m0", "m1", "m2", "m3", "m4", "m5", "m6", "m7");
  }

  @Test
  void refusedAgainTheCountGrowsUntilItIsLeft() throws Exception {
    List<StoredLetter> letters = letters(1);
    for (int count = 2; count <= 3; count++) {
      RedriveCounts counts =
          toRoute(letters, m -> new Refusal(Reason.TOO_LARGE, "newest"), plan(10, 3));
      assertThat(counts.refused()).isEqualTo(1);
      OutboundRecord newest = kafka.records.get(kafka.records.size() - 1);
      letters = List.of(StoredLetters.at(newest, 0, count));
      assertThat(letters.get(0).count()).isEqualTo(count);
      assertThat(letters.get(0).error(ErrorHeader.REASON)).isEqualTo("TOO_LARGE");
      assertThat(letters.get(0).message(Route.ORIGIN).headers()).isEqualTo(message(0).headers());
    }
    assertThat(toRoute(letters, taking(), plan(10, 3)).unfit()).isEqualTo(1);
    assertThat(left).singleElement().asString().contains("refused 3 times");
  }

  @Test
  void aLetterWithoutItsBodyIsLeft() throws Exception {
    LegacyMessage message = message(0).with(Map.of(), new Body.Unreadable("no bytes", null));
    StoredLetter letter =
        StoredLetters.of(
            message,
            new Refusal(Reason.BODY_UNREADABLE, "no bytes"),
            DeadLetter.Stage.MAPPING,
            0,
            0);
    assertThat(toRoute(List.of(letter), taking(), ALL).unfit()).isEqualTo(1);
    assertThat(left).singleElement().asString().contains("could not read", "no bytes");
  }

  @Test
  void whatKafkaRefusesBecomesADeadLetterAndSparesItsNeighbours() throws Exception {
    kafka.refuses.add("orders.v1 m1");

    RedriveCounts counts = toRoute(letters(3), taking(), ALL);

    assertThat(counts.sent()).isEqualTo(2);
    assertThat(counts.refused()).isEqualTo(1);
    assertThat(kafka.ids("orders.v1")).containsExactly("m0", "m2");
    assertThat(kafka.ids("orders.v1.dead")).containsExactly("m1");
    assertThat(refusedAgain).singleElement().asString().startsWith("0@1 REJECTED_BY_KAFKA");
  }

  @Test
  void whatNeitherTopicTakesStaysWhereItIs() throws Exception {
    kafka.refuses.addAll(List.of("orders.v1 m1", "orders.v1.dead m1"));

    assertThat(toRoute(letters(3), taking(), ALL).unfit()).isEqualTo(1);
    assertThat(left).singleElement().asString().startsWith("0@1 neither topic");

    kafka.refuses.clear();
    assertThat(toRoute(letters(3), taking(), ALL).text()).contains("sent 1,", "skipped 2");
  }

  @Test
  void aStepThatThrowsRefusesItsLetterOnly() throws Exception {
    steps =
        message -> {
          if ("m0".equals(message.text(Property.MESSAGE_ID))) {
            throw new IllegalStateException("broken");
          }
          return List.of(message);
        };

    RedriveCounts counts =
        toRoute(
            List.of(letter(0, DeadLetter.Stage.STEPS), letter(1, DeadLetter.Stage.MAPPING)),
            taking(),
            ALL);

    assertThat(counts.refused()).isEqualTo(1);
    assertThat(Route.headers(kafka.records.get(0)))
        .containsEntry("pontoon.error.reason", "STEP_FAILED")
        .containsEntry("pontoon.error.stage", "steps");
  }

  @Test
  void aParkedKeyWaitsBehindTheRefusedOne() throws Exception {
    parks = true;
    Route route = new Route();
    Mapper mapper =
        m -> {
          int number = Integer.parseInt(m.text(Property.MESSAGE_ID).substring(1));
          OutboundRecord record = (OutboundRecord) route.record(m);
          byte[] key = utf8("k" + number % 2);
          return number == 0
              ? new Refusal(Reason.TOO_LARGE, "still", key)
              : new OutboundRecord(record.topic(), key, record.value(), 1, record.headers());
        };

    toRoute(letters(4), mapper, ALL);

    assertThat(kafka.ids("orders.v1")).containsExactly("m1", "m3");
    assertThat(kafka.ids("orders.v1.dead")).containsExactly("m0", "m2");
  }

  @Test
  void stoppedItFinishesTheBatchAndGoesOnLater() throws Exception {
    pace = sent -> sent < 3;

    RedriveCounts stopped = toRoute(letters(10), taking(), ALL);
    assertThat(stopped.sent()).isEqualTo(3);

    pace = sent -> true;
    assertThat(toRoute(letters(10), taking(), ALL).text()).contains("sent 7,", "skipped 3");
  }

  private RedriveCounts toQueue(List<StoredLetter> letters, ToQueue.Publisher publisher)
      throws RedriveException {
    RedriveProgress progress = new RedriveProgress(kafka.takeOver());
    ToQueue target = new ToQueue(Route.ORIGIN, publisher, kafka, progress, watcher);
    return new Redrive(ALL, progress, target, claims, pace, watcher).run(reading(letters));
  }

  @Test
  void onlyTheBatchOnItsWayIsInDoubtAfterAFailure() throws Exception {
    List<String> arrived = new ArrayList<>();
    assertThatThrownBy(
            () ->
                toQueue(
                    letters(10),
                    messages -> {
                      messages.forEach(m -> arrived.add(m.text(Property.MESSAGE_ID)));
                      if (arrived.size() > 3) {
                        throw new java.io.IOException("gone");
                      }
                      return Map.of();
                    }))
        .hasMessageContaining("could not publish");
    assertThat(new RedriveProgress(kafka.takeOver()).doubtful()).isEqualTo(3);
    assertThat(new RedriveProgress(kafka.takeOver()).size()).isEqualTo(3);

    RedriveCounts rest = toQueue(letters(10), messages -> Map.of());

    assertThat(rest.text()).contains("sent 7,", "skipped 3");
    assertThat(new RedriveProgress(kafka.takeOver()).doubtful()).isZero();
  }

  @Test
  void nothingIsInDoubtWhileTheNextBatchIsWaitedFor() throws Exception {
    List<Long> doubtful = new ArrayList<>();
    pace =
        sent -> {
          doubtful.add(new RedriveProgress(kafka.takeOver()).doubtful());
          return true;
        };

    toQueue(letters(7), messages -> Map.of());

    assertThat(doubtful).hasSizeGreaterThan(2).containsOnly(0L);
    assertThat(new RedriveProgress(kafka.takeOver()).size()).isEqualTo(7);
  }

  @Test
  void whatTheBrokerNeverTakesIsLeftWithItsReason() throws Exception {
    RedriveCounts counts = toQueue(letters(3), messages -> Map.of(1, "foreign user"));

    assertThat(counts.sent()).isEqualTo(2);
    assertThat(counts.unfit()).isEqualTo(1);
    assertThat(left).containsExactly("0@1 foreign user");
    assertThat(new RedriveProgress(kafka.takeOver()).done(letters(3).get(1))).isFalse();
  }

  /** Notes the letters that were left, and why. */
  static Redrive.Watcher watcher(List<String> left) {
    return watcher(left, new ArrayList<>());
  }

  private static Redrive.Watcher watcher(List<String> left, List<String> refused) {
    return new Redrive.Watcher() {
      @Override
      public void refused(StoredLetter letter, Refusal why) {
        refused.add(letter.place() + " " + why.reason());
      }

      @Override
      public void left(StoredLetter letter, String why) {
        left.add(letter.place() + " " + why);
      }

      @Override
      public void accept(RedriveCounts counts) {}
    };
  }
}

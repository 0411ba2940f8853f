package dev.pontoon.deadletter;

import static dev.pontoon.deadletter.RedriveTest.letters;
import static dev.pontoon.deadletter.RedriveTest.reading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.deadletter.RedriveProgress.State;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DiscardTest {
  private final RedriveTest.Kafka kafka = new RedriveTest.Kafka();

  private long discard(LetterFilter filter, List<StoredLetter> letters) throws RedriveException {
    RedriveProgress progress = new RedriveProgress(kafka.takeOver());
    return new Discard(filter, progress, kafka).run(reading(letters));
  }

  private Map<State, Long> states(List<StoredLetter> letters) {
    RedriveProgress progress = new RedriveProgress(kafka.takeOver());
    return letters.stream().collect(Collectors.groupingBy(progress::state, Collectors.counting()));
  }

  private static LetterFilter key(String key) {
    return new LetterFilter("orders", Set.of(), key, null, null);
  }

  @Test
  void ticksOffWhatIsMeantAndNothingElse() throws RedriveException {
    List<StoredLetter> letters = letters(1_201);

    assertThat(discard(key("k1"), letters)).isEqualTo(600);

    assertThat(states(letters))
        .containsOnly(Map.entry(State.PENDING, 601L), Map.entry(State.DISCARDED, 600L));
    assertThat(kafka.records).as("no letter is written or taken away").isEmpty();
    assertThat(discard(key("k1"), letters)).as("a second time").isZero();
  }

  @Test
  void leavesWhatWasBroughtBackAsBroughtBack() throws RedriveException {
    List<StoredLetter> letters = letters(10);
    RedriveProgress progress = new RedriveProgress(Map.of());
    kafka.commit(List.of(), progress.entries(letters.subList(0, 4)));

    assertThat(discard(key(null), letters)).isEqualTo(6);

    assertThat(states(letters))
        .containsEntry(State.REDRIVEN, 4L)
        .containsEntry(State.DISCARDED, 6L);
    assertThat(new RedriveProgress(kafka.takeOver()).size()).as("brought back").isEqualTo(4);
  }

  @Test
  void whatWasCommittedBeforeAFailureStaysDiscarded() throws RedriveException {
    List<StoredLetter> letters = letters(1_100);
    kafka.failAt = 1;

    assertThatThrownBy(() -> discard(key(null), letters)).isInstanceOf(RedriveException.class);

    assertThat(states(letters)).containsEntry(State.DISCARDED, (long) Redrive.BATCH);
    assertThat(discard(key(null), letters)).isEqualTo(600);
  }
}

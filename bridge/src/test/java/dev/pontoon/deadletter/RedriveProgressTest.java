package dev.pontoon.deadletter;

import static dev.pontoon.deadletter.StoredLetters.place;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RedriveProgressTest {

  /** As a compacted topic keeps entries. */
  private static void save(Map<String, byte[]> topic, Map<String, byte[]> entries) {
    entries.forEach(
        (key, value) -> {
          if (value == null) {
            topic.remove(key);
          } else {
            topic.put(key, value);
          }
        });
  }

  @Property(tries = 100)
  void whatWasDoneIsDoneAfterEveryRestart(
      @ForAll List<Set<@LongRange(max = 100_000) Long>> batches,
      @ForAll @IntRange(max = 3) int partition) {
    Map<String, byte[]> topic = new HashMap<>();
    Set<Long> done = new java.util.HashSet<>();
    for (Set<Long> batch : batches) {
      RedriveProgress progress = new RedriveProgress(topic);
      List<StoredLetter> letters = batch.stream().map(at -> place(partition, at)).toList();
      Map<String, byte[]> entries = progress.entries(letters);
      assertThat(progress.size())
          .as("nothing is done before it is committed")
          .isEqualTo(done.size());
      save(topic, entries);
      progress.add(letters);
      done.addAll(batch);
      assertThat(progress.size()).isEqualTo(done.size());
    }
    RedriveProgress read = new RedriveProgress(topic);
    assertThat(read.size()).isEqualTo(done.size());
    for (long at = 0; at < 100_000; at += 7) {
      assertThat(read.done(place(partition, at))).isEqualTo(done.contains(at));
    }
    assertThat(done).allMatch(at -> read.done(place(partition, at)));
    assertThat(done).noneMatch(at -> read.done(place(partition + 1, at)));
    assertThat(topic.values()).allMatch(value -> value.length <= 1 + RedriveProgress.CHUNK / 8);
  }

  @Test
  void aBatchThatWasOnItsWayIsInDoubtUntilItIsDone() {
    Map<String, byte[]> topic = new HashMap<>();
    List<StoredLetter> batch = List.of(place(0, 1), place(1, 40_000));
    save(topic, RedriveProgress.doubt(batch));
    assertThat(new RedriveProgress(topic).doubtful()).isEqualTo(2);
    assertThat(topic.get("doubt")).asString().isEqualTo("0@1,1@40000");

    save(topic, new RedriveProgress(topic).entries(batch.subList(0, 1)));
    assertThat(new RedriveProgress(topic).doubtful()).isEqualTo(1);

    save(topic, RedriveProgress.doubt(List.of()));
    assertThat(new RedriveProgress(topic).doubtful()).isZero();
    assertThat(new RedriveProgress(topic).done(place(0, 1))).isTrue();
  }

  @Test
  void progressOfAnotherVersionIsNotGuessedAt() {
    Map<String, byte[]> topic = Map.of("done/0/0", "?x".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> new RedriveProgress(topic)).hasMessageContaining("done/0/0");
  }
}

package dev.pontoon.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class UsedTopicsTest {
  private static final String TOPIC = "orders.v1";
  private final UsedTopics topics = new UsedTopics();

  @Test
  void aTopicThatWasNeverThereIsNobodysLoss() {
    topics.by("orders", TOPIC);
    look();
    look();
    assertThat(topics.troubles()).isEmpty();
  }

  @Test
  void oneMissIsNoLossAndTheSecondIs() {
    topics.by("orders", TOPIC);
    topics.by("returns", TOPIC);
    Uuid id = Uuid.randomUuid();
    assertThat(look(topic(id, 6))).isEmpty();
    look();
    assertThat(topics.troubles()).isEmpty();
    look();
    assertThat(topics.troubles()).containsOnlyKeys("orders", "returns");
    assertThat(topics.troubles().get("orders")).contains(TOPIC, "was deleted");
  }

  @Test
  void theSameNameWithAnotherIdIsAnotherTopicAndTheTroubleIsOver() {
    topics.by("orders", TOPIC);
    look(topic(Uuid.randomUuid(), 6));
    look();
    look();
    Uuid second = Uuid.randomUuid();
    assertThat(look(topic(second, 6))).containsExactly(TOPIC);
    assertThat(topics.troubles()).isEmpty();
    assertThat(look(topic(second, 6))).isEmpty();
  }

  @Test
  void fewerPartitionsThanBeforeAreTroubleUntilThereAreEnough() {
    topics.by("orders", TOPIC);
    look(topic(Uuid.randomUuid(), 6));
    Uuid second = Uuid.randomUuid();
    look(topic(second, 3));
    assertThat(topics.troubles().get("orders")).contains("3 partitions instead of 6");
    look(topic(second, 3));
    assertThat(topics.troubles()).isNotEmpty();
    look(topic(second, 8));
    assertThat(topics.troubles()).isEmpty();
  }

  @Test
  void aTopicThatIsDeletedBeforeTheFirstLookIsMissed() {
    topics.by("orders", TOPIC);
    topics.found(TOPIC, Uuid.randomUuid(), 6);
    look();
    look();
    assertThat(topics.troubles()).containsOnlyKeys("orders");
  }

  @Test
  void whatMayNotBeAskedIsNotTakenForGone() {
    topics.by("orders", TOPIC);
    look(topic(Uuid.randomUuid(), 6));
    for (int i = 0; i < 5; i++) {
      assertThat(topics.look(Map.of(), Set.of())).isEmpty();
    }
    assertThat(topics.troubles()).isEmpty();
  }

  private List<String> look(TopicDescription... found) {
    return found.length == 0
        ? topics.look(Map.of(), Set.of(TOPIC))
        : topics.look(Map.of(TOPIC, found[0]), Set.of());
  }

  private static TopicDescription topic(Uuid id, int partitions) {
    var one = new TopicPartitionInfo(0, Node.noNode(), List.of(), List.of());
    return new TopicDescription(TOPIC, false, Collections.nCopies(partitions, one), Set.of(), id);
  }
}

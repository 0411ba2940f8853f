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
      assertThat(topics.look(Map.of(), Set.of(), Map.of())).isEmpty();
    }
    assertThat(topics.troubles()).isEmpty();
  }

  @Test
  void aShortageIsTroubleAtTheSecondLookAndUntilItIsOver() {
    topics.by("orders", TOPIC);
    TopicDescription found = topic(Uuid.randomUuid(), 6);
    topics.look(Map.of(TOPIC, found), Set.of(), Map.of(TOPIC, "too few"));
    assertThat(topics.troubles()).isEmpty();
    for (int i = 0; i < 3; i++) {
      topics.look(Map.of(TOPIC, found), Set.of(), Map.of(TOPIC, "too few"));
      assertThat(topics.troubles()).containsEntry("orders", "too few");
    }
    look(found);
    assertThat(topics.troubles()).isEmpty();
  }

  @Test
  void partitionsThatTakeNoRecordsAreCounted() {
    Node one = new Node(1, "a", 1);
    Node two = new Node(2, "b", 1);
    List<Node> both = List.of(one, two);
    var whole = new TopicPartitionInfo(0, one, both, both);
    var half = new TopicPartitionInfo(1, one, both, List.of(one));
    var none = new TopicPartitionInfo(2, null, both, List.of(two));
    assertThat(InSyncReplicas.shortage(topic(whole, half), 1)).isNull();
    assertThat(InSyncReplicas.shortage(topic(whole, half), 2))
        .contains("1 of 2 partitions have fewer in-sync replicas than min.insync.replicas=2");
    assertThat(InSyncReplicas.shortage(topic(whole, half, none), 1))
        .contains("1 of 3 partitions have no leader");
  }

  private static TopicDescription topic(TopicPartitionInfo... partitions) {
    return new TopicDescription(TOPIC, false, List.of(partitions), Set.of(), Uuid.randomUuid());
  }

  private List<String> look(TopicDescription... found) {
    return found.length == 0
        ? topics.look(Map.of(), Set.of(TOPIC), Map.of())
        : topics.look(Map.of(TOPIC, found[0]), Set.of(), Map.of());
  }

  private static TopicDescription topic(Uuid id, int partitions) {
    var one = new TopicPartitionInfo(0, Node.noNode(), List.of(), List.of());
    return new TopicDescription(TOPIC, false, Collections.nCopies(partitions, one), Set.of(), id);
  }
}

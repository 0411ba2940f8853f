package dev.pontoon.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.config.RouteConfig.DeadLetter;
import dev.pontoon.config.RouteConfig.To;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicPlanTest {

  @Test
  void saysOnlyWhatTheRouteSays() {
    TopicPlan plan = TopicPlan.of(new To("t", null, null, null, null, false, Map.of(), false));
    assertThat(plan).isEqualTo(new TopicPlan("t", null, null, Map.of(), false));
  }

  @Test
  void takesEverythingOver() {
    TopicPlan plan =
        TopicPlan.of(new To("t", 6, 3, -1L, 1_000L, true, Map.of("max.message.bytes", "5"), true));
    assertThat(plan.partitions()).isEqualTo(6);
    assertThat(plan.replication()).isEqualTo(3);
    assertThat(plan.create()).isTrue();
    assertThat(plan.config())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "cleanup.policy", "compact",
                "retention.ms", "-1",
                "retention.bytes", "1000",
                "max.message.bytes", "5"));
  }

  @Test
  void deadLettersAreKeptThirtyDaysInOnePartitionNeverCompacted() {
    To to = new To("t", 6, 3, 1L, null, true, Map.of("max.message.bytes", "5"), true);
    TopicPlan plan = TopicPlan.of(new DeadLetter("t.dead", null, null, null), to);
    assertThat(plan.name()).isEqualTo("t.dead");
    assertThat(plan.partitions()).isEqualTo(1);
    assertThat(plan.replication()).isEqualTo(3);
    assertThat(plan.config())
        .containsEntry("retention.ms", "2592000000")
        .containsEntry("max.message.bytes", String.valueOf(64 << 20))
        .doesNotContainKey("cleanup.policy");
  }

  @Test
  void onlyTheBridgesOwnWishesMayBeLeftOut() {
    To to = new To("t", 6, 3, 1L, null, false, Map.of("max.message.bytes", "abc"), true);
    assertThat(TopicPlan.of(to).wish()).isNull();
    assertThat(TopicPlan.of(to).named("u").wish()).isNull();
    TopicPlan dead = TopicPlan.of(new DeadLetter("t.dead", null, null, null), to);
    assertThat(dead.wish()).isEqualTo("max.message.bytes");
    assertThat(dead.withoutWish().config()).containsOnlyKeys("retention.ms");
    assertThat(dead.withoutWish().wish()).isNull();
    TopicPlan memory = TopicPlan.memory("b.state", 16);
    assertThat(memory.withoutWish().config()).containsOnlyKeys("cleanup.policy");
  }

  @Test
  void deadLettersMayBeSetOnTheirOwn() {
    To to = new To("t", 6, 3, 1L, null, false, Map.of(), true);
    TopicPlan plan = TopicPlan.of(new DeadLetter("t.dead", 4, 2, 60_000L), to);
    assertThat(plan.partitions()).isEqualTo(4);
    assertThat(plan.replication()).isEqualTo(2);
    assertThat(plan.config()).containsEntry("retention.ms", "60000");
  }
}

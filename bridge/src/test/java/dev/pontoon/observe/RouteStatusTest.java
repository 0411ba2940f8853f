package dev.pontoon.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.observe.RouteStatus.Source;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RouteStatusTest {
  private final PageStage stage = new PageStage();
  private final RouteStatus status = new RouteStatus("orders", stage.clock());
  private final Instant start = stage.clock().instant();

  private Instant later() {
    stage.pass(Duration.ofMinutes(1));
    return stage.clock().instant();
  }

  @Test
  void whenItTurnedIsKeptWhileOnlyTheReasonsChange() {
    later();
    status.source(Source.CONNECTING, "refused");
    assertThat(status.now().turned()).isEqualTo(start);
    Instant well = later();
    status.source(Source.RUNNING, "");
    assertThat(status.now().turned()).isEqualTo(well);
    Instant away = later();
    status.sink("Kafka is away");
    later();
    status.source(Source.CONNECTING, "connection lost");
    Instant last = later();
    status.sink(null);
    assertThat(status.now().turned()).isEqualTo(away);
    assertThat(status.now().since()).isEqualTo(last);
    Instant standby = later();
    status.source(Source.STANDBY, "");
    assertThat(status.now().turned()).isEqualTo(standby);
  }

  @Test
  void whatTheTopicsSayStaysWhileRecordsOfAnotherTopicFlow() {
    status.source(Source.RUNNING, "");
    Instant gone = later();
    status.watch(null, "topic orders.v1.dead was deleted");
    later();
    status.sink("orders.v1 takes nothing for a moment");
    later();
    status.sink(null);
    status.watch(null, "topic orders.v1.dead was deleted");
    assertThat(status.now().ready()).isFalse();
    assertThat(status.now().sinkTrouble()).contains("was deleted");
    assertThat(status.now().since()).as("it has not changed").isEqualTo(gone);
    later();
    status.sink("the line waits");
    Instant there = later();
    status.watch(null, null);
    assertThat(status.now().sinkTrouble()).isEqualTo("the line waits");
    assertThat(status.now().since()).isEqualTo(there);
    status.sink(null);
    assertThat(status.now().ready()).isTrue();
  }

  @Test
  void aLineThatWaitsSaysMoreThanThatKafkaIsAway() {
    status.source(Source.RUNNING, "");
    status.watch("could not reach Kafka", null);
    assertThat(status.now().sinkTrouble()).isEqualTo("could not reach Kafka");
    status.sink("topic orders.young can't be made");
    assertThat(status.now().sinkTrouble()).isEqualTo("topic orders.young can't be made");
    status.sink(null);
    status.watch(null, null);
    assertThat(status.now().ready()).isTrue();
  }
}

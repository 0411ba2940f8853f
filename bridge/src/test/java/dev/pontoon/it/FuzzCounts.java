package dev.pontoon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pontoon.rig.kafka.KafkaNode;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;

/** What a bridge says it has done with random messages. */
record FuzzCounts(long mirrored, long dead) {

  /** Waits until every route has acknowledged what was sent to it, and is well. */
  static FuzzCounts awaited(YamlBridge bridge, Map<String, Long> sent) throws Exception {
    long mirrored = 0;
    long dead = 0;
    for (Map.Entry<String, Long> route : sent.entrySet()) {
      String id = route.getKey();
      await()
          .atMost(Duration.ofMinutes(20))
          .untilAsserted(
              () ->
                  assertThat(RabbitSite.count(bridge, id, "acknowledged"))
                      .as(id)
                      .isEqualTo(route.getValue()));
      RabbitSite.awaitLedgerCloses(bridge, id);
      RabbitSite.awaitReady(bridge, id);
      mirrored += RabbitSite.count(bridge, id, "mirrored");
      dead += RabbitSite.count(bridge, id, "dead.lettered");
    }
    assertThat(mirrored + dead).isEqualTo(sent.values().stream().mapToLong(n -> n).sum());
    assertThat(RabbitSite.get(bridge, "/metrics").statusCode()).isEqualTo(200);
    assertThat(new ObjectMapper().readTree(RabbitSite.get(bridge, "/health").body()).isObject())
        .isTrue();
    return new FuzzCounts(mirrored, dead);
  }

  void assertInKafka(KafkaNode kafka, Collection<String> routes, FuzzLedger ledger) {
    long records = 0;
    long letters = 0;
    for (String route : routes) {
      records += ledger.read(kafka, route + ".v1");
      letters += ledger.read(kafka, route + ".v1.dead");
    }
    ledger.assertAllThereOnceAndExact();
    assertThat(records).isEqualTo(mirrored);
    assertThat(letters).isEqualTo(dead);
  }

  @Override
  public String toString() {
    return "mirrored " + mirrored + ", dead letters " + dead + ", lost 0, twice 0, changed 0";
  }
}

package dev.pontoon.it;

import static dev.pontoon.it.RabbitSite.awaitLedgerCloses;
import static dev.pontoon.it.RabbitSite.awaitReady;
import static dev.pontoon.it.RabbitSite.count;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pontoon.observe.RouteStatus;
import dev.pontoon.rig.fault.Seed;
import dev.pontoon.rig.ledger.Balance;
import dev.pontoon.rig.ledger.KafkaAudit;
import dev.pontoon.rig.ledger.Ledger;
import dev.pontoon.rig.load.Payloads;
import dev.pontoon.rig.load.RabbitLoad;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One route file with several RabbitMQ queues or exchanges. */
@Timeout(120)
class SourceListIT {
  private static final int MESSAGES = 1_500;
  @AutoClose private static final RabbitSite site = RabbitSite.started();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"at-least-once", "effectively-once"})
  void threeQueuesBecomeThreeTopicsAndTheLedgersClose(String delivery) {
    long seed = Seed.printed("threeQueuesBecomeThreeTopicsAndTheLedgersClose");
    String prefix = delivery.substring(0, 2);
    List<String> queues = List.of(prefix + ".eu", prefix + "/us east", prefix + "?a=b&c");
    List<String> parts = List.of(prefix + ".eu", prefix + "-us-east", prefix + "-a-b-c");
    String route =
        """
        id: %1$s
        from: { rabbitmq: { queue: ["%2$s"] } }
        to: { topic: "legacy.{queue}.v1", partitions: 3 }
        key: header:ledgerKey
        delivery: %3$s
        """
            .formatted(prefix, String.join("\", \"", queues), delivery);
    List<Ledger> ledgers = new ArrayList<>();
    for (String queue : queues) {
      site.queue(queue);
      Ledger ledger = new Ledger(prefix + ledgers.size(), 100);
      ledgers.add(ledger);
      site.publish(queue, ledger, Payloads.of(1, 900), seed, MESSAGES / 2);
    }
    try (YamlBridge bridge = YamlBridge.started(folder, site.config(), route)) {
      parts.forEach(part -> awaitReady(bridge, prefix + "/" + part));
      for (int i = 0; i < queues.size(); i++) {
        site.publish(queues.get(i), ledgers.get(i), Payloads.of(1, 900), seed + 1, MESSAGES / 2);
      }
      for (int i = 0; i < queues.size(); i++) {
        String id = prefix + "/" + parts.get(i);
        Balance balance = site.balance(ledgers.get(i), "legacy." + parts.get(i));
        balance.assertNothingLost().assertNoDuplicates().assertOrderPerKey().assertNoDeadLetters();
        assertThat(balance.stored()).isEqualTo(MESSAGES);
        awaitLedgerCloses(bridge, id);
        await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> count(bridge, id, "acknowledged") == MESSAGES);
      }
    }
    assertThat(queues).allMatch(queue -> site.depth(queue) == 0);
  }

  @Test
  void exchangesOfAListHaveTheirOwnQueuesAndOneThatIsMissingStopsNoOther() {
    site.rabbit(channel -> channel.exchangeDeclare("list-a", "topic", true));
    site.rabbit(channel -> channel.exchangeDeclare("list-b", "fanout", true));
    String route =
        """
        id: exchanges
        from: { rabbitmq: { exchange: [list-a, list-b, list-missing] } }
        to: { topic: "{exchange}.v1" }
        key: header:ledgerKey
        dead-letter: { topic: exchanges.dead }
        """;
    try (YamlBridge bridge = YamlBridge.started(folder, site.config(), route)) {
      for (String exchange : List.of("list-a", "list-b")) {
        awaitReady(bridge, "exchanges/" + exchange);
        Ledger ledger = new Ledger(exchange, 10);
        try (RabbitLoad load = site.load(exchange, "go", ledger, Payloads.of(1, 100), 1)) {
          load.publish(300);
        }
        try (KafkaAudit audit =
            KafkaAudit.committed(
                ledger, site.kafka().directBootstrap(), exchange + ".v1", "exchanges.dead")) {
          audit
              .awaitComplete(Duration.ofSeconds(40))
              .assertNothingLost()
              .assertNoDuplicates()
              .assertNoDeadLetters();
        }
        awaitLedgerCloses(bridge, "exchanges/" + exchange);
        assertThat(site.depth("pontoon.exchanges." + exchange)).isZero();
      }
      assertThat(RabbitSite.now(bridge, "exchanges/list-missing"))
          .matches(now -> !now.ready())
          .extracting(RouteStatus.Snapshot::sourceDetail)
          .asString()
          .contains("list-missing");
    }
  }
}

package dev.pontoon.it;

import static dev.pontoon.it.RabbitSite.awaitLedgerCloses;
import static dev.pontoon.it.RabbitSite.awaitReady;

import dev.pontoon.rig.ledger.Ledger;
import dev.pontoon.rig.load.Payloads;
import dev.pontoon.rig.load.RabbitLoad;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code delivery: effectively-once} while nothing is broken. */
@Timeout(120)
class EffectivelyOnceIT {
  @AutoClose private static final RabbitSite site = RabbitSite.started();

  @TempDir Path folder;

  @Test
  void anExchangeIsMirroredOnce() {
    site.topicExchange("once");
    String route =
        """
        id: once
        from: { rabbitmq: { exchange: once, bind: ["order.#"] } }
        to: { topic: once.v1, partitions: 3 }
        key: header:ledgerKey
        delivery: effectively-once
        """;
    Ledger ledger = new Ledger("once", 100);
    try (YamlBridge bridge = YamlBridge.started(folder, site.config(), route)) {
      awaitReady(bridge, "once");
      try (RabbitLoad load = site.load("once", "order.new", ledger, Payloads.of(1, 50), 1)) {
        load.publish(20_000);
      }
      site.balance(ledger, "once").assertWhole(20_000);
      awaitLedgerCloses(bridge, "once");
    }
  }
}

package dev.pontoon.it;

import static dev.pontoon.it.RabbitSite.awaitLedgerCloses;
import static dev.pontoon.it.RabbitSite.count;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.it.JmsSite.Client;
import dev.pontoon.rig.fault.Seed;
import dev.pontoon.rig.ledger.Balance;
import dev.pontoon.rig.ledger.Ledger;
import dev.pontoon.rig.load.Payloads;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From JMS brokers to Kafka while nothing is broken. */
@Timeout(120)
class JmsRouteIT {
  private static final int MESSAGES = 20_000;
  private static final int LARGEST = 16 * 1024;

  private static JmsSite site;

  @TempDir Path folder;

  @BeforeAll
  static void brokers() {
    site = JmsSite.started();
  }

  @AfterAll
  static void end() {
    site.close();
  }

  /** Half of the messages wait already, half come while the bridge reads. */
  @ParameterizedTest
  @CsvSource({
    "CLASSIC, at-least-once",
    "ARTEMIS, at-least-once",
    "AMQP, at-least-once",
    "CLASSIC, effectively-once",
    "ARTEMIS, effectively-once"
  })
  void aQueueIsMirroredInTheOrderOfEachGroup(Client client, String delivery) {
    long seed = Seed.printed("aQueueIsMirroredInTheOrderOfEachGroup");
    String id = client + "-" + delivery;
    Payloads payloads = new Payloads(seed, 10, LARGEST);
    Ledger ledger = new Ledger(id, 500);
    site.publish(client, id, ledger, payloads, seed, MESSAGES / 2);
    String route = JmsSite.route(client, id, "delivery: " + delivery);
    try (YamlBridge bridge = YamlBridge.started(folder, site.config(), route)) {
      site.publish(client, id, ledger, payloads, seed + 1, MESSAGES / 2);
      Balance balance = site.balance(ledger, id);
      balance.assertNothingLost().assertNoDuplicates().assertOrderPerKey().assertNoDeadLetters();
      assertThat(balance.stored()).isEqualTo(MESSAGES);
      site.awaitEmpty(client, id);
      awaitLedgerCloses(bridge, id);
      assertThat(count(bridge, id, "read")).isEqualTo(MESSAGES);
      assertThat(count(bridge, id, "acknowledged")).isEqualTo(MESSAGES);
    }
  }
}

package dev.pontoon.it;

import static dev.pontoon.it.RabbitSite.awaitLedgerCloses;
import static dev.pontoon.it.RabbitSite.awaitReady;
import static dev.pontoon.it.RabbitSite.count;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.it.JmsSite.Client;
import dev.pontoon.rig.fault.Seed;
import dev.pontoon.rig.ledger.Balance;
import dev.pontoon.rig.ledger.Ledger;
import dev.pontoon.rig.load.Payloads;
import java.nio.file.Path;
import java.util.List;
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

  /** One file, three queues, three topics. */
  @ParameterizedTest
  @CsvSource({"CLASSIC, at-least-once", "CLASSIC, effectively-once", "ARTEMIS, effectively-once"})
  void aListOfQueuesIsMirroredEachToItsTopic(Client client, String delivery) {
    long seed = Seed.printed("aListOfQueuesIsMirroredEachToItsTopic");
    String id = client + "-list-" + delivery;
    String route =
        """
        id: %1$s
        from: { jms: { connection: %2$s, queue: [%1$s.a, %1$s.b, %1$s.c] } }
        to: { topic: "old.{queue}.v1", partitions: 3 }
        key: group-id
        delivery: %3$s
        """
            .formatted(id, client, delivery);
    Payloads payloads = new Payloads(seed, 10, 1024);
    List<String> queues = List.of(id + ".a", id + ".b", id + ".c");
    List<Ledger> ledgers =
        queues.stream().map(queue -> new Ledger(queue.replace('.', '-'), 50)).toList();
    try (YamlBridge bridge = YamlBridge.started(folder, site.config(), route)) {
      queues.forEach(queue -> awaitReady(bridge, id + "/" + queue));
      for (int i = 0; i < queues.size(); i++) {
        site.publish(client, queues.get(i), ledgers.get(i), payloads, seed + i, 2_000);
      }
      for (int i = 0; i < queues.size(); i++) {
        String queue = queues.get(i);
        Balance balance = site.balance(ledgers.get(i), "old." + queue);
        balance.assertNothingLost().assertNoDuplicates().assertOrderPerKey().assertNoDeadLetters();
        site.awaitEmpty(client, queue);
        awaitLedgerCloses(bridge, id + "/" + queue);
        assertThat(count(bridge, id + "/" + queue, "acknowledged")).isEqualTo(2_000);
      }
    }
  }
}

package dev.pontoon.it;

import static dev.pontoon.it.RabbitSite.awaitLedgerCloses;
import static dev.pontoon.it.RabbitSite.awaitReady;
import static dev.pontoon.it.RabbitSite.count;
import static dev.pontoon.it.RabbitSite.queueRoute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pontoon.rig.fault.Seed;
import dev.pontoon.rig.kafka.EmbeddedKafka;
import dev.pontoon.rig.ledger.Ledger;
import dev.pontoon.rig.load.Payloads;
import dev.pontoon.rig.rabbit.RabbitNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A password that is changed on the broker and in its file while the bridge runs. */
@Timeout(120)
class RotatedSecretIT {
  private static RabbitNode node;
  private static RabbitSite site;

  @TempDir Path folder;

  @BeforeAll
  static void brokers() {
    Assumptions.assumeTrue(RabbitNode.installed(), "needs an installed RabbitMQ");
    node = RabbitNode.started();
    site = new RabbitSite(node.amqpUri(), EmbeddedKafka.started());
  }

  @AfterAll
  static void end() {
    if (node != null) {
      site.close();
      node.close();
    }
  }

  @Test
  void aChangedPasswordIsReadAtTheNextConnect() throws Exception {
    long seed = Seed.printed("aChangedPasswordIsReadAtTheNextConnect");
    node.ctl("add_user", "rotated", "first");
    node.ctl("set_permissions", "rotated", ".*", ".*", ".*");
    site.queue("rotated");
    Path file = Files.writeString(folder.resolve("password"), "first\n");
    String config =
        site.config()
            .replace("guest:guest@", "")
            .replaceFirst(
                "rabbitmq: \\{",
                "rabbitmq: { username: rotated, password: \"\\${file:" + file + "}\",");
    Ledger ledger = new Ledger("rotated", 20);
    try (YamlBridge bridge = YamlBridge.started(folder, config, queueRoute("rotated"))) {
      awaitReady(bridge, "rotated");
      CompletableFuture<Void> load =
          CompletableFuture.runAsync(
              () -> site.publish("rotated", ledger, Payloads.of(seed, 200), seed, 10_000));
      await().until(() -> count(bridge, "rotated", "mirrored") > 500);
      node.ctl("change_password", "rotated", "second");
      Files.writeString(file, "second\n");
      node.closeAllConnections();
      await()
          .atMost(Duration.ofSeconds(10))
          .until(
              () ->
                  bridge.count("pontoon.source.reconnects", "rotated") >= 1
                      && RabbitSite.now(bridge, "rotated").ready());
      load.join();
      site.balance(ledger, "rotated")
          .assertNothingLost()
          .assertNoDuplicates()
          .assertOrderPerKey()
          .assertNoDeadLetters();
      awaitLedgerCloses(bridge, "rotated");
      assertThat(site.depth("rotated")).isZero();
    }
  }
}

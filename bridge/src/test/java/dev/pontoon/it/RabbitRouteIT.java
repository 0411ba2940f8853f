package dev.pontoon.it;

import static dev.pontoon.it.RabbitSite.awaitLedgerCloses;
import static dev.pontoon.it.RabbitSite.awaitReady;
import static dev.pontoon.it.RabbitSite.awaitSourceSays;
import static dev.pontoon.it.RabbitSite.count;
import static dev.pontoon.it.RabbitSite.queueRoute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import dev.pontoon.rig.fault.Seed;
import dev.pontoon.rig.ledger.Balance;
import dev.pontoon.rig.ledger.Ledger;
import dev.pontoon.rig.load.Payloads;
import dev.pontoon.rig.load.RabbitLoad;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From RabbitMQ to Kafka while nothing is broken. */
@Timeout(90)
class RabbitRouteIT {
  @AutoClose private static final RabbitSite site = RabbitSite.started();

  @TempDir Path folder;

  @Test
  void everyKindOfExchangeIsMirrored() {
    List<String> kinds = List.of("direct", "fanout", "topic", "headers");
    List<String> bindings =
        List.of("[\"go\"]", "[\"\"]", "[\"go.#\", \"go\"]", "[{ x-match: any, ledgerKey: key-0 }]");
    String[] routes = new String[kinds.size()];
    for (int i = 0; i < kinds.size(); i++) {
      String kind = kinds.get(i);
      site.rabbit(channel -> channel.exchangeDeclare("x-" + kind, kind, true));
      routes[i] =
          """
          id: mirror-%1$s
          from: { rabbitmq: { exchange: x-%1$s, bind: %2$s } }
          to: { topic: mirror-%1$s.v1, partitions: 2 }
          key: header:ledgerKey
          """
              .formatted(kind, bindings.get(i));
    }
    try (YamlBridge bridge = YamlBridge.started(folder, site.config(), routes)) {
      for (String kind : kinds) {
        awaitReady(bridge, "mirror-" + kind);
        Ledger ledger = new Ledger(kind, 1);
        try (RabbitLoad load = site.load("x-" + kind, "go", ledger, Payloads.of(1, 100), 1)) {
          load.publish(200);
        }
        site.balance(ledger, "mirror-" + kind)
            .assertNothingLost()
            .assertNoDuplicates()
            .assertOrderPerKey()
            .assertNoDeadLetters();
        awaitLedgerCloses(bridge, "mirror-" + kind);
      }
    }
  }

  @Test
  void aQueueOfMixedSizesIsDrainedInTheOrderOfEachKey() {
    long seed = Seed.printed("aQueueOfMixedSizesIsDrainedInTheOrderOfEachKey");
    site.queue("mixed");
    Ledger ledger = new Ledger("mixed", 200);
    site.publish("mixed", ledger, Payloads.mixed(seed), seed, 6_000);
    try (YamlBridge bridge = YamlBridge.started(folder, site.config(), queueRoute("mixed"))) {
      site.publish("mixed", ledger, Payloads.mixed(seed), seed + 1, 3_000);
      Balance balance = site.balance(ledger, "mixed");
      balance.assertNothingLost().assertNoDuplicates().assertOrderPerKey().assertNoDeadLetters();
      assertThat(balance.stored()).isEqualTo(9_000);
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> count(bridge, "mixed", "acknowledged") == 9_000);
      awaitLedgerCloses(bridge, "mixed");
    }
    assertThat(site.depth("mixed")).isZero();
  }

  @Test
  void stepsFilterAndChangeMessages() {
    site.queue("steps");
    String route =
        queueRoute(
            "steps",
            "steps:",
            "  - filter: { simple: \"${header.keep} == 'yes'\" }",
            "  - setHeader: { name: stamp, constant: seen }",
            "  - transform: { simple: \"<${body}>\" }");
    try (YamlBridge bridge = YamlBridge.started(folder, site.config(), route)) {
      publishOne("steps", "a", "yes");
      publishOne("steps", "b", "no");
      publishOne("steps", "c", "yes");
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> count(bridge, "steps", "acknowledged") == 3);
      assertThat(count(bridge, "steps", "filtered")).isEqualTo(1);
      assertThat(count(bridge, "steps", "mirrored")).isEqualTo(2);
      awaitLedgerCloses(bridge, "steps");
    }
    var records = Topic.read(site.kafka(), "steps.v1", 2);
    assertThat(records).extracting(Topic::text).containsExactlyInAnyOrder("<a>", "<c>");
    assertThat(Topic.header(records.get(0), "stamp")).isEqualTo("seen");
    assertThat(site.depth("steps")).isZero();
  }

  private static void publishOne(String queue, String body, String keep) {
    site.rabbit(
        channel -> {
          var properties =
              new AMQP.BasicProperties.Builder()
                  .messageId(body)
                  .headers(Map.of("keep", keep, "ledgerKey", "k"))
                  .build();
          channel.basicPublish("", queue, properties, body.getBytes(StandardCharsets.UTF_8));
          return channel.confirmSelect();
        });
  }

  @Test
  void missingThingsAreSaidAndTheRouteGoesOnWhenTheyAppear() {
    String exchange =
        """
        id: late-exchange
        from: { rabbitmq: { exchange: late, bind: ["#"] } }
        to: { topic: late-exchange.v1 }
        key: header:ledgerKey
        """;
    String queue = queueRoute("late-queue");
    try (YamlBridge bridge = YamlBridge.started(folder, site.config(), exchange, queue)) {
      awaitSourceSays(bridge, "late-exchange", "exchange late does not exist", "create it");
      awaitSourceSays(bridge, "late-queue", "queue late-queue does not exist", "create it");
      site.rabbit(channel -> channel.exchangeDeclare("late", "topic", true));
      site.queue("late-queue");
      awaitReady(bridge, "late-exchange");
      awaitReady(bridge, "late-queue");
      mirrorsAll(bridge, "late", "late-exchange");
      mirrorsAll(bridge, "", "late-queue");
    }
  }

  @Test
  void aWrongPasswordAndAnUnreachableBrokerAreSaidWithoutTheSecret() {
    String wrong = site.config().replaceAll("amqp://([^@/\"]*@)?", "amqp://guest:nope-secret@");
    try (YamlBridge bridge = YamlBridge.started(folder, wrong, queueRoute("wrong"))) {
      awaitSourceSays(bridge, "wrong", "could not connect to amqp://", "ACCESS_REFUSED");
      assertThat(RabbitSite.now(bridge, "wrong").sourceDetail()).doesNotContain("nope-secret");
    }
    String nobody = site.config().replaceAll("amqp://[^\"]*", "amqp://127.0.0.1:1");
    try (YamlBridge bridge = YamlBridge.started(folder, nobody, queueRoute("wrong"))) {
      awaitSourceSays(bridge, "wrong", "could not connect to amqp://127.0.0.1:1");
    }
    site.queue("wrong");
    try (YamlBridge bridge = YamlBridge.started(folder, site.config(), queueRoute("wrong"))) {
      awaitReady(bridge, "wrong");
      mirrorsAll(bridge, "", "wrong");
    }
  }

  @Test
  void cleanRestartsUnderLoadLoseNothingAndDoubleNothing() {
    long seed = Seed.printed("cleanRestartsUnderLoadLoseNothingAndDoubleNothing");
    site.queue("again");
    Ledger ledger = new Ledger("again", 50);
    CompletableFuture<Void> load =
        CompletableFuture.runAsync(
            () -> site.publish("again", ledger, Payloads.of(seed, 300), seed, 15_000));
    for (int i = 0; i < 5; i++) {
      try (YamlBridge bridge = YamlBridge.started(folder, site.config(), queueRoute("again"))) {
        await().atMost(Duration.ofSeconds(30)).until(() -> count(bridge, "again", "read") > 300);
      }
    }
    load.join();
    try (YamlBridge bridge = YamlBridge.started(folder, site.config(), queueRoute("again"))) {
      awaitReady(bridge, "again");
      site.balance(ledger, "again").assertNothingLost().assertNoDuplicates().assertOrderPerKey();
      awaitLedgerCloses(bridge, "again");
    }
  }

  @Test
  void itsOwnQueueIsMadeAgainWhenSomebodyDeletesIt() {
    site.rabbit(channel -> channel.exchangeDeclare("gone", "fanout", true));
    String route =
        """
        id: gone
        from: { rabbitmq: { exchange: gone } }
        to: { topic: gone.v1 }
        key: header:ledgerKey
        """;
    try (YamlBridge bridge = YamlBridge.started(folder, site.config(), route)) {
      awaitReady(bridge, "gone");
      site.rabbit(channel -> channel.queueDelete("pontoon.gone"));
      await().atMost(Duration.ofSeconds(20)).until(() -> reconnects(bridge, "gone") == 1);
      awaitReady(bridge, "gone");
      assertThat(bridge.count("pontoon.source.gaps", "gone")).isEqualTo(1);
      Ledger ledger = new Ledger("gone", 5);
      try (RabbitLoad load = site.load("gone", "", ledger, Payloads.of(1, 50), 1)) {
        load.publish(100);
      }
      site.balance(ledger, "gone").assertNothingLost().assertNoDuplicates();
    }
  }

  @Test
  void aForeignQueueThatIsDeletedIsSaidAndReadAgainWhenItIsBack() {
    site.queue("foreign");
    try (YamlBridge bridge = YamlBridge.started(folder, site.config(), queueRoute("foreign"))) {
      awaitReady(bridge, "foreign");
      site.rabbit(channel -> channel.queueDelete("foreign"));
      awaitSourceSays(bridge, "foreign", "queue foreign does not exist");
      site.queue("foreign");
      awaitReady(bridge, "foreign");
      mirrorsAll(bridge, "", "foreign");
    }
  }

  /** A hundred messages, with the id of the route as routing key, arrive once and in order. */
  private static void mirrorsAll(YamlBridge bridge, String exchange, String route) {
    Ledger ledger = new Ledger(route, 5);
    try (RabbitLoad load = site.load(exchange, route, ledger, Payloads.of(1, 50), 1)) {
      load.publish(100);
    }
    site.balance(ledger, route).assertWhole(100);
    awaitLedgerCloses(bridge, route);
  }

  private static long reconnects(YamlBridge bridge, String route) {
    return bridge.count("pontoon.source.reconnects", route);
  }
}

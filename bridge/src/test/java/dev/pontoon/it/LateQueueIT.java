package dev.pontoon.it;

import static dev.pontoon.it.RabbitSite.awaitLedgerCloses;
import static dev.pontoon.it.RabbitSite.awaitReady;
import static dev.pontoon.it.RabbitSite.count;
import static dev.pontoon.it.RabbitSite.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pontoon.observe.RouteStatus;
import dev.pontoon.rig.kafka.KafkaProcess;
import dev.pontoon.rig.ledger.Balance;
import dev.pontoon.rig.ledger.Ledger;
import dev.pontoon.rig.load.Payloads;
import dev.pontoon.rig.load.RabbitLoad;
import dev.pontoon.rig.rabbit.RabbitNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Messages with a time to live in Pontoon's own queue. */
@Timeout(120)
class LateQueueIT {
  private static final int MESSAGES = 5_000;
  private static final Duration LIFE = Duration.ofSeconds(2);
  private static RabbitNode node;
  private static KafkaProcess kafka;
  private static RabbitSite site;

  @TempDir Path folder;

  @BeforeAll
  static void brokers() {
    Assumptions.assumeTrue(RabbitNode.installed(), "needs an installed RabbitMQ");
    kafka = KafkaProcess.started();
    node = RabbitNode.started();
    site = new RabbitSite(node.amqpUri(), kafka);
  }

  @AfterAll
  static void end() {
    if (node != null) {
      node.close();
      kafka.close();
    }
  }

  private static String route(String id, String more) {
    return """
    id: %1$s
    from: { rabbitmq: { exchange: %1$s%2$s } }
    to: { topic: %1$s.v1, partitions: 2 }
    key: header:ledgerKey
    """
        .formatted(id, more);
  }

  private static Ledger publish(String exchange, int count) {
    Ledger ledger = new Ledger(exchange, 20);
    try (RabbitLoad load = site.load(exchange, "go.on", ledger, Payloads.of(1, 200), 1)) {
      load.expiring(LIFE).publish(count);
    }
    return ledger;
  }

  private static List<RouteStatus.Notice> notices(YamlBridge bridge, String route) {
    return bridge.bridge().statuses().stream()
        .filter(status -> status.route().equals(route))
        .flatMap(status -> status.notices().stream())
        .toList();
  }

  @Test
  void whatExpiresWhileKafkaIsAwayArrives() {
    List<String> types = List.of("classic", "quorum");
    types.forEach(site::topicExchange);
    String[] routes =
        types.stream()
            .map(type -> route(type, ", own-queue: { type: " + type + " }"))
            .toArray(String[]::new);
    try (YamlBridge bridge = YamlBridge.started(folder, site.config(), routes)) {
      types.forEach(type -> awaitReady(bridge, type));
      kafka.stop();
      List<Ledger> ledgers = types.stream().map(type -> publish(type, MESSAGES)).toList();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> types.stream().allMatch(type -> site.depth("pontoon." + type) == 0));
      kafka.start();
      for (int i = 0; i < types.size(); i++) {
        String type = types.get(i);
        Balance balance = site.balance(ledgers.get(i), type);
        balance.assertNothingLost().assertNoDuplicates().assertNoDeadLetters();
        awaitLedgerCloses(bridge, type);
        assertThat(notices(bridge, type)).isEmpty();
        assertRestored(type);
      }
    }
  }

  private static void assertRestored(String type) {
    var records = Topic.read(kafka, type + ".v1", MESSAGES);
    assertThat(records)
        .allSatisfy(
            record -> {
              assertThat(Topic.header(record, "pontoon.exchange")).isEqualTo(type);
              assertThat(Topic.header(record, "pontoon.routing-key")).isEqualTo("go.on");
              assertThat(Topic.header(record, "pontoon.expiration")).isEqualTo("2000");
              assertThat(record.headers().lastHeader("x-death")).isNull();
            });
    assertThat(records)
        .filteredOn(record -> record.headers().lastHeader("pontoon.late") != null)
        .hasSizeBetween(1, MESSAGES - 1)
        .allSatisfy(
            record -> assertThat(Topic.header(record, "pontoon.late")).isEqualTo("expired"));
  }

  @Test
  void aQueueOfAnEarlierVersionIsSaidWithThePolicyThatMendsIt() throws Exception {
    site.topicExchange("old");
    site.queue("pontoon.old");
    try (YamlBridge bridge = YamlBridge.started(folder, site.config(), route("old", ""))) {
      awaitReady(bridge, "old");
      assertThat(notices(bridge, "old")).hasSize(1);
      assertThat(get(bridge, "/health/ready").statusCode()).isEqualTo(200);
      assertThat(get(bridge, "/health").body()).contains("attention", "set_policy", "inequivalent");
      assertThat(get(bridge, "/").body()).contains("1 of 1 route needs attention", "set_policy");
      assertThat(get(bridge, "/metrics").body())
          .contains("pontoon_route_attention{route=\"old\"} 1.0");
      node.ctl(words(notices(bridge, "old").get(0).command()));
    }
    Ledger ledger = publish("old", 100);
    await().until(() -> site.depth("pontoon.old.late") == 100);
    // Both queues hold messages when the next one starts.
    try (RabbitLoad load = site.load("old", "go.on", ledger, Payloads.of(2, 200), 2)) {
      load.publish(500);
    }
    try (YamlBridge bridge = YamlBridge.started(folder, site.config(), route("old", ""))) {
      site.balance(ledger, "old").assertNothingLost().assertNoDuplicates().assertNoDeadLetters();
      assertThat(count(bridge, "old", "read")).isEqualTo(600);
    }
  }

  /** As a shell would take them; without the first. */
  private static String[] words(String command) {
    Matcher word = Pattern.compile("'([^']*)'|(\\S+)").matcher(command);
    return word.results()
        .skip(1)
        .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
        .toArray(String[]::new);
  }

  @Test
  void withoutTheRightItRunsAndSaysWhatIsLost() {
    site.topicExchange("poor");
    node.ctl("add_user", "poor", "secret");
    String own = "^pontoon\\.poor$";
    node.ctl("set_permissions", "poor", own, own, "^(pontoon\\.poor|poor)$");
    String config = site.config().replace("guest:guest@", "poor:secret@");
    try (YamlBridge bridge = YamlBridge.started(folder, config, route("poor", ""))) {
      awaitReady(bridge, "poor");
      assertThat(notices(bridge, "poor"))
          .singleElement()
          .satisfies(it -> assertThat(it.what()).contains("amq.default", "pontoon.poor.late"));
      site.balance(publish("poor", 100), "poor").assertNothingLost().assertNoDuplicates();
    }
  }
}

package dev.pontoon.it;

import static dev.pontoon.it.GuardedKafka.rights;
import static dev.pontoon.it.GuardedKafka.rightsFrom;
import static dev.pontoon.it.RabbitSite.awaitLedgerCloses;
import static dev.pontoon.it.RabbitSite.awaitReady;
import static dev.pontoon.it.RabbitSite.count;
import static dev.pontoon.it.RabbitSite.now;
import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.apache.kafka.common.resource.ResourceType.TRANSACTIONAL_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pontoon.rig.jms.ActiveMqBroker;
import dev.pontoon.rig.ledger.Balance;
import dev.pontoon.rig.ledger.Entry;
import dev.pontoon.rig.ledger.KafkaAudit;
import dev.pontoon.rig.ledger.Ledger;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the rights in Kafka that docs/operations/running.md names, and with fewer. */
@Timeout(180)
class KafkaRightsIT {
  private static final int MESSAGES = 100;

  /** Without an order id, which the routes' keys are made of. */
  private static final int REFUSED = 10;

  private static final Duration LONG = Duration.ofSeconds(60);
  @AutoClose private static GuardedKafka kafka;
  @AutoClose private static ActiveMqBroker legacy;

  @TempDir Path folder;

  @BeforeAll
  static void brokers() {
    legacy = ActiveMqBroker.started();
    kafka = GuardedKafka.started();
  }

  /** Both levels, leases, dead letters; then the commands, which need more. */
  @ParameterizedTest
  @ValueSource(strings = {"create", "check"})
  void itNeedsNoOtherRightsThanThoseInTheDocs(String topics) throws Exception {
    String name = "rights-" + topics;
    List<String> routes = List.of(name + "-a", name + "-b");
    boolean creates = topics.equals("create");
    if (!creates) {
      make(name, routes);
    }
    kafka.grant(forBridge(name, routes, creates));
    List<Ledger> ledgers = routes.stream().map(id -> new Ledger(id, 5)).toList();
    String[] yaml = {
      route(routes.get(0), "at-least-once", topics),
      route(routes.get(1), "effectively-once", topics)
    };
    try (YamlBridge bridge = YamlBridge.started(folder.resolve("run"), config(name), yaml)) {
      for (int i = 0; i < routes.size(); i++) {
        awaitReady(bridge, routes.get(i));
        publish(routes.get(i), ledgers.get(i));
        Balance balance = withLetters(ledgers.get(i), routes.get(i));
        balance.assertNothingLost().assertNoDuplicates();
        assertThat(balance.dead()).isEqualTo(REFUSED);
        awaitLedgerCloses(bridge, routes.get(i));
        assertThat(count(bridge, routes.get(i), "acknowledged")).isEqualTo(MESSAGES);
      }
    }
    kafka.grant(forCommands(name, routes, creates));
    for (int i = 0; i < routes.size(); i++) {
      String corrected = yaml[i].replace("header:orderId", "header:ledgerKey");
      redrive(new Redriving(folder.resolve("redrive" + i), "", config(name), corrected));
      Balance balance = balance(ledgers.get(i), routes.get(i), null);
      balance.assertNothingLost().assertNoDuplicates();
      assertThat(balance.unique()).isEqualTo(MESSAGES);
    }
  }

  private static void redrive(Redriving commands) {
    String id = commands.route().id();
    assertThat(commands.run("list", "--route", id).text()).contains(REFUSED + " dead letters");
    assertThat(commands.run("show", id, "0@0").text()).contains("reason: KEY_MISSING");
    assertThat(commands.run("redrive", "--route", id, "--dry-run").last()).contains("sent 10,");
    assertThat(commands.run("redrive", "--route", id).last()).contains("sent 10, refused again 0");
    assertThat(commands.run("list", "--route", id).text()).contains("10 of them redriven");
  }

  /** What can be read is mirrored; what is refused waits, and is there when the right is. */
  @ParameterizedTest
  @ValueSource(strings = {"at-least-once", "effectively-once"})
  void aDeadLetterTopicThatMayNotBeWrittenIsSaidByName(String delivery) throws Exception {
    String name = "unwritten-" + delivery;
    List<AclBinding> rights = new ArrayList<>(forBridge(name, List.of(name), true));
    rights.removeAll(rights(TOPIC, name + ".v1.dead", WRITE));
    rights.addAll(rights(TOPIC, name + ".v1.dead", DESCRIBE));
    kafka.grant(rights);
    Ledger ledger = new Ledger(name, 5);
    try (YamlBridge bridge =
        YamlBridge.started(folder, config(name), route(name, delivery, "create"))) {
      awaitReady(bridge, name);
      publish(name, ledger);
      awaitSaid(
          bridge,
          name,
          "Kafka does not allow to write topic " + name + ".v1.dead; grant WRITE on it");
      assertThat(count(bridge, name, "acknowledged")).isLessThan(MESSAGES);
      kafka.grant(rights(TOPIC, name + ".v1.dead", WRITE));
      Balance balance = withLetters(ledger, name);
      balance.assertNothingLost().assertNoDuplicates();
      assertThat(balance.dead()).isEqualTo(REFUSED);
      awaitReady(bridge, name);
      awaitLedgerCloses(bridge, name);
    }
  }

  /** Topics that are there and that it may not even see: then nothing is read. */
  @ParameterizedTest
  @ValueSource(strings = {".v1", ".v1.dead", ".state", ".leases"})
  void aTopicWithoutAnyRightIsSaidByName(String topic) throws Exception {
    String name = "unseen" + topic.replace('.', '-');
    make(name, List.of(name));
    List<AclBinding> rights = new ArrayList<>(forBridge(name, List.of(name), false));
    rights.removeIf(right -> right.pattern().name().equals(name + topic) && isOfTopic(right));
    kafka.grant(rights);
    Ledger ledger = new Ledger(name, 5);
    try (YamlBridge bridge =
        YamlBridge.started(folder, config(name), route(name, "effectively-once", "check"))) {
      publish(name, ledger);
      awaitSaid(bridge, name, "could not describe topic " + name + topic + " at ");
      assertThat(count(bridge, name, "read")).isZero();
      kafka.grant(forBridge(name, List.of(name), false));
      withLetters(ledger, name).assertNothingLost().assertNoDuplicates();
      awaitLedgerCloses(bridge, name);
    }
  }

  private static boolean isOfTopic(AclBinding right) {
    return right.pattern().resourceType() == TOPIC;
  }

  private static void awaitSaid(YamlBridge bridge, String route, String words) {
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(now(bridge, route).sinkTrouble())
                    .contains(words)
                    .doesNotContain("Exception", "\n"));
  }

  private static List<AclBinding> forBridge(String name, List<String> routes, boolean creates) {
    List<AclBinding> all = new ArrayList<>();
    for (String route : routes) {
      all.addAll(ofTopic(route + ".v1", creates, WRITE, DESCRIBE_CONFIGS));
      all.addAll(ofTopic(route + ".v1.dead", creates, WRITE, DESCRIBE_CONFIGS));
    }
    all.addAll(rightsFrom(TRANSACTIONAL_ID, name + "/", WRITE));
    all.addAll(ofTopic(name + ".state", creates, READ, WRITE, DESCRIBE_CONFIGS));
    all.addAll(rights(GROUP, name + ".leases", READ));
    all.addAll(ofTopic(name + ".leases", creates, DESCRIBE));
    if (creates) {
      all.addAll(rights(TOPIC, name + ".leases", DESCRIBE_CONFIGS));
    }
    return all;
  }

  private static List<AclBinding> forCommands(String name, List<String> routes, boolean creates) {
    List<AclBinding> all = new ArrayList<>();
    routes.forEach(route -> all.addAll(rights(TOPIC, route + ".v1.dead", READ)));
    all.addAll(ofTopic(name + ".redrive", creates, READ, WRITE, DESCRIBE_CONFIGS));
    return all;
  }

  private static List<AclBinding> ofTopic(
      String topic, boolean creates, AclOperation... operations) {
    List<AclBinding> all = new ArrayList<>(rights(TOPIC, topic, operations));
    if (creates) {
      all.addAll(rights(TOPIC, topic, CREATE));
    }
    return all;
  }

  /** As the docs say that an operator makes them. */
  private static void make(String name, List<String> routes) {
    Map<String, String> compact = Map.of("cleanup.policy", "compact");
    for (String route : routes) {
      kafka.broker().createTopic(route + ".v1", 3);
      kafka.broker().createTopic(route + ".v1.dead", 1);
    }
    kafka.broker().createTopic(name + ".state", 16, compact);
    kafka.broker().createTopic(name + ".redrive", 1, compact);
    kafka.broker().createTopic(name + ".leases", 1);
  }

  private static String config(String name) {
    return """
    name: %s
    connections:
      legacy:
        jms:
          factory: org.apache.activemq.ActiveMQConnectionFactory
          properties: { brokerURL: "tcp://127.0.0.1:%d" }
    http: { listen: "127.0.0.1:0" }
    %s
    """
        .formatted(name, legacy.port(), kafka.yaml());
  }

  private static String route(String id, String delivery, String topics) {
    return """
    id: %1$s
    from: { jms: { queue: %1$s } }
    to: { topic: %1$s.v1, partitions: 3, topics: %3$s }
    key: header:orderId
    delivery: %2$s
    """
        .formatted(id, delivery, topics);
  }

  /** In one transaction; every tenth without an order id. */
  private static void publish(String queue, Ledger ledger) throws Exception {
    List<Entry> entries = new ArrayList<>();
    try (Connection connection = legacy.connectionFactory().createConnection();
        Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
        MessageProducer producer = session.createProducer(session.createQueue(queue))) {
      for (int i = 0; i < MESSAGES; i++) {
        Entry entry = ledger.publish(i % ledger.keys());
        entries.add(entry);
        Message message = session.createTextMessage("order " + i);
        message.setStringProperty(Entry.ID, entry.id());
        message.setStringProperty(Entry.KEY, entry.keyText());
        if (i % (MESSAGES / REFUSED) != 0) {
          message.setStringProperty("orderId", entry.keyText());
        }
        producer.send(message);
      }
      session.commit();
    }
    entries.forEach(ledger::confirm);
  }

  private static Balance withLetters(Ledger ledger, String route) {
    return balance(ledger, route, route + ".v1.dead");
  }

  private static Balance balance(Ledger ledger, String route, @Nullable String dead) {
    try (KafkaAudit audit =
        KafkaAudit.committed(ledger, kafka.broker().directBootstrap(), route + ".v1", dead)) {
      return audit.awaitComplete(LONG);
    }
  }
}

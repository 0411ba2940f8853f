package dev.pontoon.it;

import static dev.pontoon.it.RabbitSite.awaitLedgerCloses;
import static dev.pontoon.it.RabbitSite.awaitReady;
import static dev.pontoon.it.RabbitSite.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pontoon.rig.jms.ActiveMqBroker;
import dev.pontoon.rig.kafka.EmbeddedKafka;
import dev.pontoon.rig.kafka.KafkaSetup;
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
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kafka does not know the bridge's password for a while. An idempotent producer whose first login
 * was refused never sends anything again by itself.
 */
@Timeout(180)
class KafkaLoginIT {
  private static final int MESSAGES = 100;
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration BACK = Duration.ofSeconds(20);
  private static final List<String> LEVELS = List.of("at-least-once", "effectively-once");

  @AutoClose private static EmbeddedKafka kafka;
  @AutoClose private static ActiveMqBroker legacy;

  @TempDir Path folder;

  @BeforeAll
  static void brokers() {
    legacy = ActiveMqBroker.started();
    kafka =
        EmbeddedKafka.started(
            KafkaSetup.fresh()
                .with(
                    "listener.security.protocol.map",
                    "PLAINTEXT:SASL_PLAINTEXT,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT")
                .with("sasl.enabled.mechanisms", "SCRAM-SHA-256")
                .with(
                    "listener.name.plaintext.scram-sha-256.sasl.jaas.config",
                    "org.apache.kafka.common.security.scram.ScramLoginModule required;"));
  }

  @Test
  void aPasswordThatIsCorrectedAfterTheStartIsEnoughForBothLevels() throws Exception {
    password("another");
    List<Mirrored> routes = routes("start");
    try (YamlBridge bridge = bridge(routes)) {
      publish(routes);
      awaitRefused(bridge, routes);
      password("sesame");
      awaitAll(bridge, routes);
    }
  }

  /** Topics were made and transactions begun; only the first record meets the wrong password. */
  @Test
  void aPasswordThatChangesBeforeTheFirstRecordIsEnoughToo() throws Exception {
    password("sesame");
    List<Mirrored> routes = routes("first");
    try (YamlBridge bridge = bridge(routes)) {
      routes.forEach(route -> awaitReady(bridge, route.id()));
      password("another");
      kafka.stop();
      kafka.start();
      publish(routes);
      awaitRefused(bridge, routes);
      password("sesame");
      awaitAll(bridge, routes);
    }
  }

  private record Mirrored(String id, Ledger ledger) {}

  private static void password(String now) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.directBootstrap()))) {
      var info = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 4_096);
      admin
          .alterUserScramCredentials(
              List.of(new UserScramCredentialUpsertion("pontoon", info, now)))
          .all()
          .get();
    }
  }

  private static List<Mirrored> routes(String name) {
    return LEVELS.stream()
        .map(level -> new Mirrored(name + "-" + level, new Ledger(name + "-" + level, 5)))
        .toList();
  }

  private YamlBridge bridge(List<Mirrored> routes) {
    String[] yaml = new String[routes.size()];
    for (int i = 0; i < yaml.length; i++) {
      yaml[i] =
          """
          id: %1$s
          from: { jms: { queue: %1$s } }
          to: { topic: %1$s.v1, partitions: 3 }
          key: header:ledgerKey
          delivery: %2$s
          """
              .formatted(routes.get(i).id(), LEVELS.get(i));
    }
    return YamlBridge.started(folder, config(routes.get(0).id()), yaml);
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
    kafka:
      bootstrap.servers: "%s"
      security.protocol: SASL_PLAINTEXT
      sasl.mechanism: SCRAM-SHA-256
      sasl.jaas.config: 'org.apache.kafka.common.security.scram.ScramLoginModule required
        username="pontoon" password="sesame";'
    """
        .formatted(name, legacy.port(), kafka.bootstrap());
  }

  private static void awaitRefused(YamlBridge bridge, List<Mirrored> routes) {
    for (Mirrored route : routes) {
      await()
          .atMost(LONG)
          .untilAsserted(
              () ->
                  assertThat(now(bridge, route.id()).sinkTrouble())
                      .containsIgnoringCase("authentication")
                      .doesNotContain("sesame"));
    }
  }

  private static void awaitAll(YamlBridge bridge, List<Mirrored> routes) {
    routes.forEach(route -> awaitReady(bridge, route.id()));
    for (Mirrored route : routes) {
      String topic = route.id() + ".v1";
      try (KafkaAudit audit =
          KafkaAudit.committed(route.ledger(), kafka.directBootstrap(), topic, topic + ".dead")) {
        audit.awaitComplete(BACK).assertWhole(MESSAGES);
      }
    }
    routes.forEach(route -> awaitLedgerCloses(bridge, route.id()));
  }

  private static void publish(List<Mirrored> routes) throws Exception {
    for (Mirrored route : routes) {
      List<Entry> entries = new ArrayList<>();
      try (Connection connection = legacy.connectionFactory().createConnection();
          Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
          MessageProducer producer = session.createProducer(session.createQueue(route.id()))) {
        for (int i = 0; i < MESSAGES; i++) {
          Entry entry = route.ledger().publish(i % route.ledger().keys());
          entries.add(entry);
          Message message = session.createTextMessage("order " + i);
          message.setStringProperty(Entry.ID, entry.id());
          message.setStringProperty(Entry.KEY, entry.keyText());
          producer.send(message);
        }
        session.commit();
      }
      entries.forEach(route.ledger()::confirm);
    }
  }
}

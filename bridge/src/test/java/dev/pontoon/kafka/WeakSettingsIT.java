package dev.pontoon.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pontoon.config.RouteConfig;
import dev.pontoon.config.RouteConfig.To;
import dev.pontoon.mapping.Route;
import dev.pontoon.rig.kafka.KafkaProcess;
import dev.pontoon.rig.kafka.KafkaSetup;
import dev.pontoon.source.Workers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Settings with which Kafka loses or doubles what it has confirmed are told, and nothing waits. */
@Timeout(120)
class WeakSettingsIT {

  @Test
  void minimumOfReplicasUncleanElectionAndOldTransactionsAreTold() throws Exception {
    try (KafkaProcess kafka = KafkaProcess.started();
        Workers workers = new Workers();
        Topics topics = new Topics(settings(kafka), workers.timer(), workers.pool())) {
      topics.prepare(route("safe", Map.of()));
      topics.prepareState("b", "safe");
      assertThat(topics.warnings()).as("one broker, and nothing to choose").isEmpty();

      downgradeTransactions(kafka);
      try (KafkaProcess second = kafka.second(KafkaSetup.fresh());
          Topics later = new Topics(settings(kafka), workers.timer(), workers.pool())) {
        assertThat(second.isRunning()).isTrue();
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> kafka.isRunning() && brokers(kafka) == 2);
        later.prepare(route("weak", Map.of("unclean.leader.election.enable", "true")));
        later.prepareState("b", route("weak", Map.of()).id());
        List<String> told = later.warnings().get(route("weak", Map.of()).id());
        assertThat(told)
            .anyMatch(it -> it.contains("topic weak has min.insync.replicas=1 on 2 brokers"))
            .anyMatch(it -> it.contains("topic weak has unclean.leader.election.enable=true"))
            .anyMatch(it -> it.contains("transaction.version is 1"));
      }
    }
  }

  private static int brokers(KafkaProcess kafka) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.directBootstrap()))) {
      return admin.describeCluster().nodes().get().size();
    }
  }

  private static void downgradeTransactions(KafkaProcess kafka) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.directBootstrap()))) {
      FeatureUpdate old = new FeatureUpdate((short) 1, FeatureUpdate.UpgradeType.SAFE_DOWNGRADE);
      admin
          .updateFeatures(Map.of("transaction.version", old), new UpdateFeaturesOptions())
          .all()
          .get();
    }
  }

  private static RouteConfig route(String topic, Map<String, String> config) {
    return new Route().to(new To(topic, 1, 1, null, null, false, config, true)).config();
  }

  private static KafkaSettings settings(KafkaProcess kafka) {
    return TestSettings.of("b", Map.of("bootstrap.servers", kafka.bootstrap()));
  }
}

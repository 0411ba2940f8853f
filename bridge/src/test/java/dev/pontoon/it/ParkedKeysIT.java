package dev.pontoon.it;

import static dev.pontoon.it.RabbitSite.awaitLedgerCloses;
import static dev.pontoon.it.RabbitSite.awaitReady;
import static dev.pontoon.it.RabbitSite.count;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import dev.pontoon.rig.kafka.EmbeddedKafka;
import dev.pontoon.rig.rabbit.TestRabbit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code on-refusal: park-key} from the refusal over a restart to the redrive. */
@Timeout(180)
class ParkedKeysIT {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static EmbeddedKafka kafka;
  private static RabbitSite site;

  @TempDir Path folder;

  @BeforeAll
  static void brokers() {
    kafka = EmbeddedKafka.started();
    site = new RabbitSite(TestRabbit.shared().freshUri(), kafka);
  }

  @AfterAll
  static void end() {
    kafka.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"at-least-once", "effectively-once"})
  void aKeyStaysParkedOverARestartUntilItsLettersAreRedriven(String delivery) throws Exception {
    String id = "parked-" + delivery;
    String route =
        """
        id: %1$s
        from: { rabbitmq: { queue: %1$s } }
        to: { topic: %1$s.v1, partitions: 3 }
        key: header:k
        on-refusal: park-key
        delivery: %2$s
        """
            .formatted(id, delivery);
    site.queue(id);
    publish(id, 1, "red", 2 << 20);
    publish(id, 2, "red", 10);
    publish(id, 3, "blue", 10);
    expect(id, route, 1, 2);
    publish(id, 4, "red", 10);
    publish(id, 5, "blue", 10);
    expect(id, route, 1, 1);
    allowLargeRecords(id + ".v1");
    Redriving.Run redrive =
        new Redriving(folder.resolve("redrive"), kafka.bootstrap(), site.config(), route)
            .run("redrive", "--route", id);
    assertThat(redrive.code()).as(redrive.text()).isZero();
    assertThat(redrive.text()).contains("sent 3");
    publish(id, 6, "red", 10);
    expect(id, route, 1, 0);
    Redriving reading =
        new Redriving(folder.resolve("read"), kafka.bootstrap(), site.config(), route);
    assertThat(reading.committed(id + ".v1", 3))
        .filteredOn(record -> new String(record.key()).equals("red"))
        .extracting(record -> Redriving.header(record, "pontoon.id"))
        .containsExactly("m1", "m2", "m4", "m6");
  }

  /** One life of the bridge. */
  private void expect(String id, String route, long mirrored, long deadLettered) {
    try (YamlBridge bridge = YamlBridge.started(folder, site.config(), route)) {
      awaitReady(bridge, id);
      await()
          .atMost(LONG)
          .until(() -> count(bridge, id, "acknowledged") == mirrored + deadLettered);
      assertThat(count(bridge, id, "mirrored")).isEqualTo(mirrored);
      assertThat(count(bridge, id, "dead.lettered")).isEqualTo(deadLettered);
      awaitLedgerCloses(bridge, id);
    }
  }

  private static void publish(String queue, int number, String key, int size) {
    AMQP.BasicProperties properties =
        new AMQP.BasicProperties.Builder()
            .messageId("m" + number)
            .deliveryMode(2)
            .headers(Map.of("k", key))
            .build();
    site.rabbit(
        channel -> {
          channel.confirmSelect();
          channel.basicPublish("", queue, properties, new byte[size]);
          channel.waitForConfirmsOrDie(30_000);
          return queue;
        });
  }

  private static void allowLargeRecords(String topic) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    ConfigEntry entry = new ConfigEntry("max.message.bytes", "8000000");
    AlterConfigOp change = new AlterConfigOp(entry, AlterConfigOp.OpType.SET);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
      admin.incrementalAlterConfigs(Map.of(resource, List.of(change))).all().get();
    }
  }
}

package dev.pontoon.it;

import static dev.pontoon.it.RabbitSite.awaitLedgerCloses;
import static dev.pontoon.it.RabbitSite.awaitReady;
import static dev.pontoon.it.RabbitSite.count;
import static dev.pontoon.it.RabbitSite.now;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import dev.pontoon.claim.FakeS3;
import dev.pontoon.message.Claim;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies too large for Kafka in a store that speaks S3, through a whole bridge. */
class S3ClaimsIT {
  private static final int LARGE = 2 << 20;
  private static final Duration LONG = Duration.ofMinutes(2);

  @AutoClose private static final RabbitSite site = RabbitSite.started();

  @TempDir Path folder;
  @AutoClose private final FakeS3 store = new FakeS3();

  @Test
  void anUnavailableStoreHoldsTheLineAndItGoesOnByItself() throws Exception {
    byte[] large = body(1, LARGE);
    publish("held", body(0, 10), large, body(2, 10));
    store.failing = 503;
    String route = route("held", "key: header:k", "oversize: claim-check");
    try (YamlBridge bridge = YamlBridge.started(folder, config(), route)) {
      await()
          .atMost(LONG)
          .untilAsserted(
              () -> assertThat(now(bridge, "held").sinkTrouble()).contains("s3://box/in/", "503"));
      assertThat(now(bridge, "held").ready()).isFalse();
      await().atMost(LONG).until(() -> count(bridge, "held", "acknowledged") == 1);
      await()
          .during(Duration.ofSeconds(3))
          .atMost(LONG)
          .until(() -> count(bridge, "held", "acknowledged") == 1 && store.objects.isEmpty());
      store.failing = 0;
      await().atMost(LONG).until(() -> count(bridge, "held", "acknowledged") == 3);
      awaitReady(bridge, "held");
      awaitLedgerCloses(bridge, "held");
      assertThat(count(bridge, "held", "mirrored")).isEqualTo(3);
    }
    var records = records("held.v1", 1);
    assertThat(records).extracting(it -> Redriving.header(it, "n")).containsExactly("0", "1", "2");
    assertReference(records.get(1), large);
    assertThat(store.requests).filteredOn(it -> it.startsWith("PUT")).hasSize(1);
    assertThat(site.depth("held")).isZero();
  }

  /** The letter is too large for its topic too, so that only the store has the whole body. */
  @Test
  void aDeadLetterWhoseBodyIsInTheStoreComesBack() throws Exception {
    site.kafka().createTopic("back.v1.dead", 1);
    byte[] large = body(0, LARGE);
    publish("back", large);
    String wrong = route("back", "key: header:missing", "oversize: claim-check");
    try (YamlBridge bridge = YamlBridge.started(folder, config(), wrong)) {
      await().atMost(LONG).until(() -> count(bridge, "back", "acknowledged") == 1);
      awaitLedgerCloses(bridge, "back");
      assertThat(count(bridge, "back", "dead.lettered")).isEqualTo(1);
    }
    assertReference(records("back.v1.dead", 1).get(0), large);
    assertThat(site.depth("back")).isZero();

    String right = route("back", "key: header:k", "oversize: claim-check");
    Redriving redriving =
        new Redriving(folder.resolve("cli"), site.kafka().bootstrap(), config(), right);
    assertThat(redriving.run("list", "--route", "back").text()).contains("KEY_MISSING");
    store.failing = 503;
    Redriving.Run unavailable = redriving.run("redrive", "--route", "back");
    assertThat(unavailable.code()).isEqualTo(1);
    assertThat(records("back.v1", 1)).isEmpty();

    store.failing = 0;
    Redriving.Run again = redriving.run("redrive", "--route", "back");
    assertThat(again.last())
        .isEqualTo(
            "redrive: considered 1, sent 1, refused again 0, skipped 0 (done before), left 0");
    assertThat(again.code()).isZero();
    var records = records("back.v1", 1);
    assertThat(records).extracting(it -> new String(it.key(), UTF_8)).containsExactly("k0");
    assertReference(records.get(0), large);
  }

  private void assertReference(ConsumerRecord<byte[], byte[]> record, byte[] body) {
    Claim claim = Claim.of(body);
    assertThat(Redriving.header(record, "pontoon.claim.sha-256")).isEqualTo(claim.sha256());
    assertThat(Redriving.header(record, "pontoon.claim.store")).isEqualTo("claims");
    assertThat(Redriving.header(record, "pontoon.claim.location")).isEqualTo(claim.location());
    assertThat(new String(record.value(), UTF_8)).startsWith("{\"claimCheck\":{\"sha256\":");
    assertThat(store.objects).containsOnlyKeys("/box/in/" + claim.location());
    assertThat(store.objects.get("/box/in/" + claim.location())).isEqualTo(body);
  }

  private String config() {
    return site.config(
        "claim-check:",
        "  store: s3://box/in",
        "  endpoint: \"" + store.endpoint() + "\"",
        "  region: eu-central-1",
        "  access-key: me",
        "  secret-key: hidden-secret");
  }

  private static String route(String queue, String... more) {
    return """
        id: %1$s
        from: { rabbitmq: { queue: %1$s } }
        to: { topic: %1$s.v1, partitions: 1 }
        %2$s
        """
        .formatted(queue, String.join("\n", more));
  }

  private static byte[] body(int seed, int length) {
    byte[] body = new byte[length];
    new Random(seed).nextBytes(body);
    return body;
  }

  private static void publish(String queue, byte[]... bodies) {
    site.queue(queue);
    site.rabbit(
        channel -> {
          channel.confirmSelect();
          for (int i = 0; i < bodies.length; i++) {
            AMQP.BasicProperties properties =
                new AMQP.BasicProperties.Builder()
                    .messageId("m" + i)
                    .deliveryMode(2)
                    .headers(Map.of("k", "k" + i, "n", i))
                    .build();
            channel.basicPublish("", queue, properties, bodies[i]);
          }
          return channel.waitForConfirms(60_000);
        });
  }

  private List<ConsumerRecord<byte[], byte[]>> records(String topic, int partitions)
      throws Exception {
    return new Redriving(folder.resolve("records"), site.kafka().bootstrap(), "", "")
        .committed(topic, partitions);
  }
}

package dev.pontoon.it;

import static dev.pontoon.it.RabbitSite.awaitReady;
import static dev.pontoon.it.RabbitSite.awaitRoute;
import static dev.pontoon.it.RabbitSite.awaitSourceSays;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import dev.pontoon.rig.kafka.EmbeddedKafka;
import dev.pontoon.rig.rabbit.RabbitNode;
import dev.pontoon.rig.rabbit.RabbitSetup;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Exchanges that do not copy: nothing is taken from the queues that they have. */
@Timeout(120)
class DividingExchangeIT {
  private static final int KEYS = 200;
  private static final int QUEUES = 4;
  private static final List<String> TYPES =
      List.of("x-modulus-hash", "x-consistent-hash", "x-random");
  private static RabbitNode node;
  private static RabbitSite site;

  @TempDir Path folder;

  @BeforeAll
  static void brokers() {
    Assumptions.assumeTrue(RabbitNode.installed(), "needs an installed RabbitMQ");
    node =
        RabbitNode.started(
            RabbitSetup.fresh()
                .plugins(
                    "rabbitmq_management",
                    "rabbitmq_sharding",
                    "rabbitmq_consistent_hash_exchange",
                    "rabbitmq_random_exchange"));
    site = new RabbitSite(node.amqpUri(), EmbeddedKafka.started());
    TYPES.forEach(DividingExchangeIT::declare);
    site.topicExchange("copying");
  }

  @AfterAll
  static void end() {
    if (node != null) {
      site.close();
      node.close();
    }
  }

  private static void declare(String type) {
    site.rabbit(
        channel -> {
          channel.exchangeDeclare(type, type, true);
          for (int i = 0; i < QUEUES; i++) {
            channel.queueDeclare(type + "." + i, true, false, false, null);
            channel.queueBind(type + "." + i, type, "1");
          }
          return type;
        });
  }

  /** Publishes all keys, takes them out of the queues again; returns which queue got which. */
  private static Map<String, Integer> placed(String type) {
    return site.rabbit(
        channel -> {
          channel.confirmSelect();
          for (int key = 0; key < KEYS; key++) {
            byte[] body = String.valueOf(key).getBytes(StandardCharsets.UTF_8);
            channel.basicPublish(type, "key-" + key, new AMQP.BasicProperties(), body);
          }
          channel.waitForConfirmsOrDie(10_000);
          Map<String, Integer> placed = new LinkedHashMap<>();
          for (int i = 0; i < QUEUES; i++) {
            for (var got = channel.basicGet(type + "." + i, true);
                got != null;
                got = channel.basicGet(type + "." + i, true)) {
              placed.put(new String(got.getBody(), StandardCharsets.UTF_8), i);
            }
          }
          return placed;
        });
  }

  @Test
  void nothingIsBoundToThemAndNothingTakenFromTheirQueues() {
    Map<String, Integer> before = placed("x-modulus-hash");
    assertThat(before).hasSize(KEYS);
    String[] routes =
        TYPES.stream()
            .map(
                type ->
                    """
                    id: %1$s
                    from: { rabbitmq: { exchange: %1$s, bind: ["1"] } }
                    to: { topic: %1$s.v1 }
                    """
                        .formatted(type))
            .toArray(String[]::new);
    try (YamlBridge bridge = YamlBridge.started(folder, site.config(), routes)) {
      for (String type : TYPES) {
        awaitSourceSays(bridge, type, "exchange " + type, "divide", "dividing: accept");
      }
      assertThat(node.ctl("-q", "list_queues", "name")).doesNotContain("pontoon.x-");
      assertThat(placed("x-modulus-hash")).isEqualTo(before);
      assertThat(placed("x-random")).hasSize(KEYS);
    }
  }

  @Test
  void noPatternTakesThemEither() {
    String pattern =
        """
        id: all
        from: { rabbitmq: { exchange: "#" } }
        to: { topic: "{exchange}.v1" }
        """;
    String config =
        site.config()
            .replaceFirst(
                "rabbitmq: \\{",
                "rabbitmq: { management: { uri: \"" + node.managementUri() + "\" },");
    try (YamlBridge bridge = YamlBridge.started(folder, config, pattern)) {
      awaitRoute(bridge, "all/copying");
      awaitSourceSays(bridge, "all", "'x-random' (exchanges of type x-random divide");
      assertThat(bridge.bridge().statuses()).hasSize(2);
      assertThat(placed("x-consistent-hash")).hasSize(KEYS);
    }
  }

  @Test
  void whoAsksForAShareByNameGetsIt() {
    site.rabbit(channel -> channel.exchangeDeclare("asked", "x-random", true));
    String route =
        """
        id: asked
        from: { rabbitmq: { exchange: asked, dividing: accept } }
        to: { topic: asked.v1 }
        """;
    try (YamlBridge bridge = YamlBridge.started(folder, site.config(), route)) {
      awaitReady(bridge, "asked");
    }
  }
}

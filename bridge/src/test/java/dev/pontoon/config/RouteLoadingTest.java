package dev.pontoon.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.config.RouteConfig.KeyRule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What right route files become. */
class RouteLoadingTest {
  private static final String TAIL = "to: { topic: t }\n";

  private static final String ALL =
      """
      id: all
      from:
        rabbitmq:
          connection: rabbit
          exchange: orders
          bind: ["order.#", { x-match: all, type: order, size: 3 }]
          own-queue:
            { name: q, type: quorum, max-length: 5, max-bytes: 1MiB, message-ttl: 7d, expires: 1h }
      to:
        topic: t
        partitions: 6
        replication: 3
        retention: forever
        retention-bytes: 1GiB
        compact: true
        config: { min.insync.replicas: 2, segment.ms: "60000" }
        topics: check
      key: [header:id, "json:/a/b", text:x]
      otherwise: message-id
      time: arrival
      body: { object: bytes, map: json, stream: json }
      tombstone: empty-body
      oversize: claim-check
      on-refusal: park-key
      dead-letter: { topic: d, partitions: 2, replication: 3, retention: 1d }
      delivery: effectively-once
      identity: header:task id
      readers: exclusive
      """;

  @TempDir private Path root;
  private ConfigFolder folder;

  @BeforeEach
  void folder() {
    folder = new ConfigFolder(root);
    folder.write("bridge.yaml", ConfigFolder.BRIDGE + "claim-check: { folder: claims }\n");
  }

  @Test
  void shortestRouteHasTheDocumentedDefaults() {
    RouteConfig route = folder.route(ConfigFolder.ROUTE);

    assertThat(route)
        .isEqualTo(
            new RouteConfig(
                "orders",
                new From.RabbitExchange(
                    "rabbit",
                    "orders",
                    List.of(new From.Binding("#", Map.of())),
                    "pontoon.orders",
                    "classic",
                    null,
                    null,
                    null,
                    null),
                new RouteConfig.To("orders.v1", null, null, null, null, false, Map.of(), true),
                List.of(),
                RouteConfig.Otherwise.NONE,
                RouteConfig.Time.MESSAGE,
                new RouteConfig.BodyRules(RouteConfig.ObjectBody.REFUSE),
                RouteConfig.Tombstone.NEVER,
                RouteConfig.Oversize.DEAD_LETTER,
                "claims",
                RouteConfig.Envelope.NONE,
                RouteConfig.OnRefusal.DEAD_LETTER,
                new RouteConfig.DeadLetter(
                    "orders.v1.dead", 1, null, Duration.ofDays(30).toMillis()),
                RouteConfig.Delivery.AT_LEAST_ONCE,
                null,
                RouteConfig.Readers.EXCLUSIVE,
                List.of(),
                root.resolve("routes/orders.yaml").toString()));
  }

  @Test
  void everyKeyOfSourceAndTopicArrives() {
    RouteConfig route = folder.route(ALL);

    assertThat(route.from())
        .isEqualTo(
            new From.RabbitExchange(
                "rabbit",
                "orders",
                List.of(
                    new From.Binding("order.#", Map.of()),
                    new From.Binding("", Map.of("x-match", "all", "type", "order", "size", 3L))),
                "q",
                "quorum",
                5L,
                1L << 20,
                Duration.ofDays(7).toMillis(),
                Duration.ofHours(1).toMillis()));
    assertThat(route.to())
        .isEqualTo(
            new RouteConfig.To(
                "t",
                6,
                3,
                -1L,
                1L << 30,
                true,
                Map.of("min.insync.replicas", "2", "segment.ms", "60000"),
                false));
  }

  @Test
  void everyRuleArrives() {
    RouteConfig route = folder.route(ALL);

    assertThat(route.identity()).isEqualTo("task id");
    assertThat(route.key())
        .containsExactly(
            new KeyRule(KeyRule.Kind.HEADER, "id"),
            new KeyRule(KeyRule.Kind.JSON, "/a/b"),
            new KeyRule(KeyRule.Kind.TEXT, "x"));
    assertThat(route.otherwise()).isEqualTo(RouteConfig.Otherwise.MESSAGE_ID);
    assertThat(route.time()).isEqualTo(RouteConfig.Time.ARRIVAL);
    assertThat(route.body().object()).isEqualTo(RouteConfig.ObjectBody.BYTES);
    assertThat(route.tombstone()).isEqualTo(RouteConfig.Tombstone.EMPTY_BODY);
    assertThat(route.oversize()).isEqualTo(RouteConfig.Oversize.CLAIM_CHECK);
    assertThat(route.onRefusal()).isEqualTo(RouteConfig.OnRefusal.PARK_KEY);
    assertThat(route.deadLetter())
        .isEqualTo(new RouteConfig.DeadLetter("d", 2, 3, Duration.ofDays(1).toMillis()));
    assertThat(route.delivery()).isEqualTo(RouteConfig.Delivery.EFFECTIVELY_ONCE);
  }

  @Test
  void otherSources() {
    assertThat(from("rabbitmq: { queue: q }")).isEqualTo(new From.RabbitQueue("rabbit", "q"));
    assertThat(from("rabbitmq: { stream: s }"))
        .isEqualTo(
            new From.RabbitStream("rabbit", "s", StreamStart.FIRST, List.of(), From.OnGap.STOP));
    assertThat(from("rabbitmq: { stream: s, start: offset 7, filter: [a, b], on-gap: continue }"))
        .isEqualTo(
            new From.RabbitStream(
                "rabbit",
                "s",
                new StreamStart(StreamStart.Kind.OFFSET, 7),
                List.of("a", "b"),
                From.OnGap.CONTINUE));
    assertThat(from("jms: { queue: q, selector: \"a = 'b'\" }"))
        .isEqualTo(new From.JmsQueue("amq", "q", "a = 'b'"));
    assertThat(from("jms: { topic: t }"))
        .isEqualTo(new From.JmsTopic("amq", "t", "pontoon.r", false, null));
    assertThat(from("jms: { topic: t, subscription: s, shared: true }"))
        .isEqualTo(new From.JmsTopic("amq", "t", "s", true, null));
    assertThat(from("camel: { uri: \"file:inbox?delete=true\" }"))
        .isEqualTo(new From.Camel("file:inbox?delete=true"));
  }

  private From from(String yaml) {
    return folder.route("id: r\nfrom: { " + yaml + " }\n" + TAIL).from();
  }

  @Test
  void everyKeyRuleIsReadAndWrittenAlike() {
    List<String> rules =
        List.of(
            "header:a:b",
            "property:correlation-id",
            "routing-key",
            "group-id",
            "message-id",
            "json:/customer/id",
            "xpath:/order/@id",
            "text:always",
            "camel:simple:${header.a}");
    String list = String.join("\", \"", rules);

    RouteConfig route =
        folder.route("id: r\nfrom: { jms: { queue: q } }\n" + TAIL + "key: [\"" + list + "\"]\n");

    assertThat(route.key()).extracting(KeyRule::text).containsExactlyElementsOf(rules);
    assertThat(route.otherwise()).isEqualTo(RouteConfig.Otherwise.REFUSE);
  }

  @Test
  void stepsStayAsTheyAreWithTheirLine() {
    RouteConfig route =
        folder.route(
            """
            id: r
            from: { jms: { queue: q } }
            to: { topic: t }
            steps:
              - filter: { simple: "${header.type} != '${env:HOME}'" }
              - setHeader: { name: token, constant: 7 }
              - stop:
            """);

    assertThat(route.steps()).extracting(RouteConfig.Step::line).containsExactly(5, 6, 7);
    assertThat(route.steps().get(0).data())
        .isEqualTo(Map.of("filter", Map.of("simple", "${header.type} != '${env:HOME}'")));
    assertThat(route.steps().get(1).data())
        .isEqualTo(Map.of("setHeader", Map.of("name", "token", "constant", 7L)));
    assertThat(route.steps().get(2).data()).containsEntry("stop", null);
  }

  @Test
  void bothEndingsCountAndTestsDoNot() {
    folder.write("routes/b.yml", ConfigFolder.ROUTE.replace("orders", "b"));
    folder.write("routes/orders.test.yaml", "[]");
    folder.write("routes/.hidden.yaml", "no");
    folder.write("routes/notes.txt", "no");

    assertThat(folder.loaded(Map.of()).routes())
        .extracting(RouteConfig::id)
        .containsExactly("b", "orders");
  }

  @Test
  void twoSelectorsOfOneQueueAreTwoReaders() {
    folder.write("routes/orders.yaml", jms("eu", "region = 'EU'"));
    folder.write("routes/us.yaml", jms("us", "region = 'US'"));

    assertThat(folder.loaded(Map.of()).routes()).hasSize(2);
  }

  private static String jms(String id, String selector) {
    return "id: %s\nfrom: { jms: { queue: q, selector: \"%s\" } }\nto: { topic: %s }\n"
        .formatted(id, selector, id);
  }

  @Test
  void aliasesAreFollowed() {
    RouteConfig route = folder.route("id: &x r\nfrom: { jms: { queue: *x } }\nto: { topic: *x }\n");

    assertThat(route.to().name()).isEqualTo("r");
  }
}

package dev.pontoon.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What right and missing bridge files become, and what is filled into them. */
class BridgeLoadingTest {
  private static final String ALL =
      """
      name: shop
      connections:
        r:
          rabbitmq:
            uri: amqps://a:5671,b/shop
            username: u
            password: p
            heartbeat: 5s
            connect-timeout: 3s
            max-message-size: 1MiB
            tls:
              trust-store: t.p12
              trust-store-password: tp
              key-store: k.p12
              key-store-password: kp
              verify-hostname: false
        f: { jms: { factory: a.B, properties: { n: 1, f: 1.5, b: true, s: x }, client-id: c, max-message-size: 2MiB } }
        j: { jms: { jndi: { lookup: cf, environment: { java.naming.factory.initial: x } } } }
      kafka: { bootstrap.servers: "k:9092", linger.ms: 5, max.in.flight.requests.per.connection: 5 }
      http: { listen: "[::1]:0", hosts: bridge.example }
      limits: { in-flight: 10, bytes-in-flight: 1GiB }
      stop-timeout: 1m
      """;

  @TempDir private Path root;
  private ConfigFolder folder;

  @BeforeEach
  void folder() {
    folder = new ConfigFolder(root);
  }

  private BridgeConfig bridge(String yaml, Map<String, String> env) {
    folder.write("bridge.yaml", yaml);
    folder.write(
        "routes/orders.yaml", "id: r\nfrom: { camel: { uri: 'a:b' } }\nto: { topic: t }\n");
    return folder.loaded(env).bridge();
  }

  @Test
  void shortestBridgeHasTheDocumentedDefaults() {
    BridgeConfig bridge = bridge("kafka: { bootstrap.servers: 'k:9092' }", Map.of());

    assertThat(bridge)
        .isEqualTo(
            new BridgeConfig(
                "pontoon",
                Map.of(),
                Map.of("bootstrap.servers", "k:9092"),
                new BridgeConfig.Http("127.0.0.1", 8080),
                new BridgeConfig.Limits(2000, 16L << 20),
                null,
                Duration.ofSeconds(30)));
  }

  @Test
  void everyConnectionArrives() {
    BridgeConfig bridge = bridge(ALL, Map.of());

    assertThat(bridge.connections())
        .containsExactly(
            Map.entry(
                "r",
                new Connection.Rabbit(
                    "r",
                    "amqps://a:5671,b/shop",
                    "u",
                    new Secret("p"),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(3),
                    1L << 20,
                    new Connection.Tls("t.p12", new Secret("tp"), "k.p12", new Secret("kp"), false),
                    null)),
            Map.entry(
                "f",
                new Connection.Jms(
                    "f",
                    "a.B",
                    Map.of("n", 1L, "f", 1.5, "b", true, "s", "x"),
                    null,
                    null,
                    null,
                    "c",
                    2L << 20)),
            Map.entry(
                "j",
                new Connection.Jms(
                    "j",
                    null,
                    Map.of(),
                    new Connection.Jndi("cf", Map.of("java.naming.factory.initial", "x")),
                    null,
                    null,
                    null,
                    256L << 20)));
  }

  @Test
  void everythingElseArrives() {
    BridgeConfig bridge = bridge(ALL, Map.of());

    assertThat(bridge.kafka())
        .containsEntry("linger.ms", "5")
        .containsEntry("max.in.flight.requests.per.connection", "5");
    assertThat(bridge.http()).isEqualTo(new BridgeConfig.Http("::1", 0, List.of("bridge.example")));
    assertThat(bridge.limits()).isEqualTo(new BridgeConfig.Limits(10, 1L << 30));
    assertThat(bridge.name()).isEqualTo("shop");
    assertThat(bridge.stopTimeout()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void userAndPasswordOfAnAddressAreTakenOutOfIt() {
    String yaml =
        """
        connections: { r: { rabbitmq: { uri: "amqp://us%40er:p%3Aw+x@host/v" } } }
        kafka: { bootstrap.servers: k }
        """;

    Connection.Rabbit rabbit = (Connection.Rabbit) bridge(yaml, Map.of()).connections().get("r");

    assertThat(rabbit.uri()).isEqualTo("amqp://host/v");
    assertThat(rabbit.username()).isEqualTo("us@er");
    assertThat(rabbit.password()).isEqualTo(new Secret("p:w+x"));
  }

  @Test
  void placeholdersAreFilledEverywhere() {
    folder.write("secret.txt", "s3cret\n\n");
    String yaml =
        """
        name: "${env:NAME}-${env:NONE:x:y}"
        connections: { r: { rabbitmq: { uri: "${env:URI:amqp://h:1/v}", password: "${file:secret.txt}" } } }
        kafka: { bootstrap.servers: "${env:NAME}:9092", client.id: "${env:NAME}", a: "$${env:NAME}" }
        limits: { in-flight: "${env:N:7}", bytes-in-flight: "${env:SIZE}" }
        """
            .replace("x:y", "x");

    BridgeConfig bridge = bridge(yaml, Map.of("NAME", "shop", "SIZE", "1MiB"));

    assertThat(bridge.name()).isEqualTo("shop-x");
    Connection.Rabbit rabbit = (Connection.Rabbit) bridge.connections().get("r");
    assertThat(rabbit.uri()).isEqualTo("amqp://h:1/v");
    assertThat(rabbit.password()).isEqualTo(new Secret("s3cret\n"));
    assertThat(bridge.kafka())
        .containsEntry("bootstrap.servers", "shop:9092")
        .containsEntry("client.id", new Secret("shop"))
        .containsEntry("a", "${env:NAME}");
    assertThat(bridge.limits()).isEqualTo(new BridgeConfig.Limits(7, 1L << 20));
  }

  @Test
  void theClaimStoreIsAFolderOrABucket() {
    String bucket =
        ConfigFolder.BRIDGE
            + "claim-check: { store: s3://box/a/b, endpoint: \"https://s3:9000\", access-key: me,"
            + " secret-key: \"${env:KEY}\" }\n";
    assertThat(bridge(bucket, Map.of("KEY", "s3cret")).claimCheck())
        .isEqualTo(
            new BridgeConfig.ClaimBucket(
                "claims",
                "box",
                "a/b/",
                "https://s3:9000",
                "us-east-1",
                "me",
                new Secret("s3cret")));
    assertThat(
            bridge(ConfigFolder.BRIDGE + "claim-check: { store: s3://box }\n", Map.of())
                .claimCheck())
        .isEqualTo(
            new BridgeConfig.ClaimBucket("claims", "box", "", null, "us-east-1", null, null));
    assertThat(bridge(ConfigFolder.BRIDGE + "claim-check: { folder: f }\n", Map.of()).claimCheck())
        .isEqualTo(new BridgeConfig.ClaimFolder("claims", "f", BridgeConfig.ClaimReaders.GROUP));
  }

  @Test
  void aClaimStoreThatIsNeitherOrBothIsAMistake() {
    for (String wrong :
        List.of(
            "{ name: x }",
            "{ folder: f, store: s3://box }",
            "{ store: http://box }",
            "{ store: s3://Box/../x y }",
            "{ folder: f, endpoint: http://h }",
            "{ store: s3://box, access-key: me }")) {
      folder.write("bridge.yaml", ConfigFolder.BRIDGE + "claim-check: " + wrong + "\n");
      assertThat(folder.problems(Map.of()))
          .as(wrong)
          .singleElement()
          .asString()
          .contains("claim-check");
    }
  }

  @Test
  void missingAndUnreadableFilesAreProblemsToo() {
    folder.delete("bridge.yaml").delete("routes/orders.yaml");
    assertThat(folder.problems(Map.of()))
        .containsExactly(
            "bridge.yaml:1:1  the file does not exist; create it, or give the path of another",
            "routes:1:1  there is no route file here; a route is a file such as orders.yaml");

    folder.delete("routes").write("routes", "").write("bridge.yaml/x", "");
    assertThat(folder.problems(Map.of()))
        .containsExactly(
            "bridge.yaml:1:1  this is not a file",
            "routes:1:1  this is not a folder; create it with one file per route, or give the path"
                + " of another");

    folder.delete("routes");
    assertThat(folder.problems(Map.of())).hasSize(2).element(1).asString().contains("not exist");
  }

  @Test
  void hugeFilesAreNotRead() {
    folder.write("bridge.yaml", "#".repeat((1 << 20) + 1));
    folder.write("routes/orders.yaml", "# " + "x".repeat((1 << 20) - 3) + "\n");

    assertThat(folder.problems(Map.of()))
        .isEqualTo(
            List.of(
                "bridge.yaml:1:1  the file is too large; allowed: up to 1 MiB",
                "routes/orders.yaml:1:1  the file is empty"));
  }

  @Test
  void routesAreCheckedThoughTheBridgeIsBroken() {
    folder.write("bridge.yaml", "kafka: [");
    folder.write("routes/b.yaml", ConfigFolder.ROUTE.replace("orders.v1", "b"));

    assertThat(folder.problems(Map.of()))
        .hasSize(2)
        .last()
        .asString()
        .startsWith("routes/orders.yaml:1:5  id: 'orders' is the id of routes/b.yaml too");
  }
}

package dev.pontoon.source.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.pontoon.config.ConfigLoader;
import dev.pontoon.config.Connection.Rabbit;
import dev.pontoon.rig.rabbit.RabbitNode;
import dev.pontoon.rig.rabbit.RabbitSetup;
import dev.pontoon.source.Workers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** OAuth 2 tokens that end while a connection lives. */
@Timeout(120)
class TokenRenewalIT {
  private static final Duration SHORT = Duration.ofSeconds(9);
  private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

  @TempDir Path folder;

  @Test
  void aTokenThatIsRenewedInItsFileIsToldToTheBroker() throws Exception {
    Assumptions.assumeTrue(RabbitNode.installed(), "needs an installed RabbitMQ");
    KeyPair keys = keys();
    Path pem = pem(keys);
    RabbitSetup setup =
        RabbitSetup.fresh()
            .plugins("rabbitmq_auth_backend_oauth2")
            .settings(
                "auth_backends.1 = rabbit_auth_backend_oauth2",
                "auth_backends.2 = internal",
                "auth_oauth2.resource_server_id = rabbitmq",
                "auth_oauth2.default_key = one",
                "auth_oauth2.signing_keys.one = " + pem);
    try (RabbitNode node = RabbitNode.started(setup);
        Workers workers = new Workers()) {
      ConnectionFactory factory = new ConnectionFactory();
      factory.setUri(node.amqpUri());
      try (Connection connection = factory.newConnection()) {
        connection.createChannel().queueDeclare("orders", true, false, false, null);
      }
      Clock clock = Clock.systemUTC();
      Instant end = clock.instant().plus(SHORT);
      Path file = Files.writeString(folder.resolve("token"), token(keys, end));
      RabbitConnector connector = new RabbitConnector(settings(node, file), workers);
      factory.setPassword(Files.readString(file));
      try (Connection renewed = connector.open("renewed");
          Connection other = factory.newConnection("never renewed")) {
        Files.writeString(file, token(keys, end.plusSeconds(600)));
        await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> clock.instant().isAfter(end.plusSeconds(2)));
        Channel channel = renewed.createChannel();
        assertThat(channel.basicGet("orders", true)).isNull();
        assertThatThrownBy(() -> other.createChannel().basicGet("orders", true))
            .isInstanceOf(Exception.class);
      }
    }
  }

  private static KeyPair keys() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return generator.generateKeyPair();
  }

  private Path pem(KeyPair keys) throws Exception {
    String body = Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded());
    return Files.writeString(
        folder.resolve("key.pem"),
        "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n");
  }

  private Rabbit settings(RabbitNode node, Path file) throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("bridge.yaml"),
            """
            connections:
              mq: { rabbitmq: { uri: "amqp://127.0.0.1:%d", username: token, password: "${file:%s}" } }
            kafka: { bootstrap.servers: "127.0.0.1:1" }
            """
                .formatted(node.amqpPort(), file));
    Path routes = Files.createDirectories(folder.resolve("routes"));
    Files.writeString(
        routes.resolve("r.yaml"),
        "id: r\nfrom: { rabbitmq: { queue: orders } }\nto: { topic: r.v1 }\n");
    var result = new ConfigLoader().load(config, routes, Map.of());
    assertThat(result).isInstanceOf(ConfigLoader.Loaded.class);
    return (Rabbit) ((ConfigLoader.Loaded) result).bridge().connections().get("mq");
  }

  private static String token(KeyPair keys, Instant end) throws Exception {
    String head = part("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"one\"}");
    String claims =
        part(
            "{\"sub\":\"bridge\",\"aud\":[\"rabbitmq\"],\"exp\":"
                + end.getEpochSecond()
                + ",\"scope\":[\"rabbitmq.read:*/*\",\"rabbitmq.write:*/*\","
                + "\"rabbitmq.configure:*/*\"]}");
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(keys.getPrivate());
    signature.update((head + "." + claims).getBytes(StandardCharsets.US_ASCII));
    return head + "." + claims + "." + URL.encodeToString(signature.sign());
  }

  private static String part(String json) {
    return URL.encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}

package dev.pontoon.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.message.SecretText;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A secret is in no problem and in no text form, wherever it came from. */
class SecretsTest {
  private static final String SECRET = "hunter2";

  @TempDir private Path root;
  private ConfigFolder folder;

  @BeforeEach
  void folder() {
    folder = new ConfigFolder(root);
    folder.write("secret.txt", SECRET);
    folder.write(
        "routes/orders.yaml", "id: r\nfrom: { camel: { uri: 'a:b' } }\nto: { topic: t }\n");
  }

  @Test
  void rightFilesPrintNone() {
    folder.write(
        "bridge.yaml",
        """
        connections:
          a: { rabbitmq: { uri: "amqps://u:hunter2@h", tls: { key-store: k, key-store-password: hunter2 } } }
          b: { rabbitmq: { uri: "amqp://h", password: hunter2 } }
          c:
            jms:
              factory: a.B
              password: "${env:P}"
              properties: { brokerURL: "${env:P}", password: hunter2, nested: { apiKey: [hunter2] } }
          d: { jms: { jndi: { lookup: l, environment: { java.naming.security.credentials: hunter2 } } } }
        kafka:
          bootstrap.servers: k
          sasl.jaas.config: 'x password="hunter2";'
          ssl.key.password: "hunter2"
          some.value: "${file:secret.txt}"
        """);
    folder.write(
        "routes/orders.yaml",
        "id: r\n"
            + "from: { camel: { uri: 'ftp://u:hunter2@h/x?password=hunter2' } }\n"
            + "to: { topic: t }\n");

    ConfigLoader.Loaded loaded = folder.loaded(Map.of("P", SECRET));

    assertThat(loaded.toString()).doesNotContain(SECRET).contains("******", "ftp:");
    assertThat(loaded.bridge().kafka()).containsEntry("some.value", new Secret(SECRET));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "connections: { a: { rabbitmq: { uri: 'http://u:hunter2@h' } } }",
        "connections: { a: { rabbitmq: { uri: 'amqp//u:hunter2@h' } } }",
        "connections: { a: { rabbitmq: { uri: '${env:P}' } } }",
        "connections: { a: { rabbitmq: { uri: 'amqp://h', password: [hunter2] } } }",
        "connections: { a: { rabbitmq: { uri: 'amqp://h', password: { hunter: hunter2 } } } }",
        "connections: { a: { rabbitmq: { uri: 'amqp://h', password: !hunter2 x } } }",
        "connections: { a: { rabbitmq: { uri: 'amqp://h', password: *hunter2 } } }",
        "connections: { a: { rabbitmq: { uri: 'amqp://h', heartbeat: '${env:P}' } } }",
        "connections: { a: { rabbitmq: { uri: 'amqp://h', paswort: hunter2 } } }",
        "kafka: { transactional.id: '${env:P}', ssl.key.password: [hunter2] }",
        "http: { listen: '${file:secret.txt}' }",
        "limits: { in-flight: '${file:secret.txt}', bytes-in-flight: '1 ${env:P}' }",
        "name: '${env:P} '",
        "name: '${env:P}/x'",
        "claim-check: { store: 'S3://k:hunter2@b' }",
        "claim-check: { store: 's3://b', endpoint: 'http://k:hunter2@h' }",
        "claim-check: { store: 's3://b', endpoint: 'http://k:hunter2@h/x' }",
      })
  void wrongFilesPrintNone(String yaml) {
    folder.write("bridge.yaml", yaml);

    List<String> problems = folder.problems(Map.of("P", SECRET));

    assertThat(problems).isNotEmpty().noneMatch(problem -> problem.contains(SECRET));
  }

  /** Also where the value is right as such, and a check of several finds it wrong. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "from: { rabbitmq: { queue: ['${env:P}', '${env:P}'] } }",
        "from: { rabbitmq: { queue: ['${env:P} b', '${env:P}_b', '${env:P}/b'] } }",
        "from: { rabbitmq: { queue: '${env:P}.*' } }",
        "from: { rabbitmq: { queue: 'x*${env:P}' } }",
        "from: { rabbitmq: { queue: ['${file:long.txt}', '${file:long.txt}'] } }",
        "from: { rabbitmq: { exchange: '${env:P}', own-queue: { name: 'amq.${env:P}' } } }",
        "from: { rabbitmq: { exchange: a, own-queue: { type: '${env:P}' } } }",
        "from: { rabbitmq: { queue: q, connection: '${env:P}' } }",
        "from: { jms: { queue: ['${env:P}', '${env:P}'] } }",
        "from: { camel: { uri: '${env:P}' } }\nkey: ['${env:P}']",
        "from: { rabbitmq: { queue: q } }\ndead-letter: { topic: '${env:P}/' }",
      })
  void wrongRoutesPrintNone(String from) {
    folder.write("long.txt", "x".repeat(70) + SECRET);
    folder.write("routes/long.txt", SECRET + "y".repeat(70));
    folder.write("routes/orders.yaml", "id: r\n" + from + "\nto: { topic: 't ${env:P}' }\n");

    List<String> problems = folder.problems(Map.of("P", SECRET));

    assertThat(problems)
        .isNotEmpty()
        .noneMatch(problem -> problem.contains(SECRET) || problem.contains("yyyyy"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password",
        "ssl.key.password",
        "sasl.jaas.config",
        "trustStorePassword",
        "client-secret",
        "accessToken",
        "api_key",
        "java.naming.security.credentials"
      })
  void passwordLikeNamesAreKnown(String name) {
    assertThat(SecretText.isSecretName(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"username", "key.serializer", "bootstrap.servers", "brokerURL", "keys"})
  void otherNamesAreNot(String name) {
    assertThat(SecretText.isSecretName(name)).isFalse();
  }
}

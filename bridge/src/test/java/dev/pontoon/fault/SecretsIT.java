package dev.pontoon.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pontoon.app.Pontoon;
import dev.pontoon.rig.JvmCommand;
import dev.pontoon.rig.OsProcess;
import dev.pontoon.rig.Ports;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a bridge tells that reaches nobody, with a secret in each place where one may stand. */
class SecretsIT {
  private static final String MARK = "ZqSecret";

  @TempDir private Path folder;

  @Test
  void noSecretIsInLogPageMetricsOrProcessList() throws Exception {
    int port = Ports.free();
    ProcessBuilder command = command(port);
    command.environment().put("ZQ_PASSWORD", MARK + "Env");
    command.environment().put("PONTOON_LOG_LEVEL", "DEBUG");
    Path log = folder.resolve("bridge.log");
    try (OsProcess process = OsProcess.start("bridge", command, log)) {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> get(port, "/health").split("CONNECTING|could not", -1).length > 4);
      for (String path : List.of("/", "/health", "/health/ready", "/metrics")) {
        assertThat(get(port, path)).isNotEmpty().doesNotContain(MARK);
      }
      Path arguments = Path.of("/proc/" + process.pid() + "/cmdline");
      if (Files.exists(arguments)) {
        assertThat(Files.readString(arguments)).contains("run").doesNotContain(MARK);
      }
      process.terminate(Duration.ofSeconds(30));
    }
    assertThat(log).content().contains("bridge started").doesNotContain(MARK);
  }

  private ProcessBuilder command(int port) throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), MARK + "File\n");
    Path config =
        Files.writeString(
            folder.resolve("bridge.yaml"),
            """
            connections:
              uri: { rabbitmq: { uri: "amqp://u:%1$sUri@127.0.0.1:1" } }
              env: { rabbitmq: { uri: "amqp://127.0.0.1:1", username: u, password: "${env:ZQ_PASSWORD}" } }
              file: { rabbitmq: { uri: "amqp://127.0.0.1:1", username: u, password: "${file:%2$s}" } }
              jms:
                jms:
                  factory: org.apache.activemq.ActiveMQConnectionFactory
                  properties: { brokerURL: "tcp://127.0.0.1:1" }
                  username: u
                  password: %1$sJms
            kafka:
              bootstrap.servers: "127.0.0.1:1"
              security.protocol: SASL_PLAINTEXT
              sasl.mechanism: PLAIN
              sasl.jaas.config: "org.apache.kafka.common.security.plain.PlainLoginModule required username='u' password='%1$sJaas';"
            claim-check: { store: "s3://bucket", endpoint: "http://127.0.0.1:1", access-key: a, secret-key: %1$sS3 }
            http: { listen: "127.0.0.1:%3$d" }
            """
                .formatted(MARK, secret, port));
    Path routes = Files.createDirectories(folder.resolve("routes"));
    for (String name : List.of("uri", "env", "file")) {
      route(routes, name, "rabbitmq");
    }
    route(routes, "jms", "jms");
    return JvmCommand.of(
        Pontoon.class,
        List.of("-Xmx128m"),
        List.of("run", "--config", config.toString(), "--routes", routes.toString()));
  }

  private static void route(Path routes, String name, String kind) throws Exception {
    Files.writeString(
        routes.resolve(name + ".yaml"),
        "id: %1$s\nfrom: { %2$s: { connection: %1$s, queue: Q } }\nto: { topic: %1$s.v1 }\n"
            .formatted(name, kind));
  }

  private static String get(int port, String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(5))
            .build();
    try {
      return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    } catch (java.io.IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}

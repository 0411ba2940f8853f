package dev.pontoon.source.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.pontoon.config.Connection;
import dev.pontoon.config.Secret;
import dev.pontoon.config.SourcePattern.Found;
import dev.pontoon.config.SourcePattern.Kind;
import dev.pontoon.source.Workers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The management API over https, with the certificates of the connection. */
class BrokerNamesTlsTest {
  private static final String PASSWORD = "changeit";

  @TempDir static Path folder;
  private static HttpsServer server;

  @BeforeAll
  static void start() throws Exception {
    String store = folder.resolve("other-host.p12").toString();
    Process keytool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    "mq",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=another.host",
                    "-keystore",
                    store,
                    "-storepass",
                    PASSWORD))
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(
            Certificates.context(
                new Connection.Tls(store, new Secret(PASSWORD), store, new Secret(PASSWORD), true),
                false)));
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            byte[] text = "[{\"name\":\"q\"}]".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
          }
        });
    server.start();
  }

  @AfterAll
  static void end() {
    server.stop(0);
  }

  private static List<Found> queues(Connection.@Nullable Tls tls) throws Exception {
    try (Workers workers = new Workers()) {
      Connection.Management management =
          new Connection.Management(
              "https://127.0.0.1:" + server.getAddress().getPort(),
              null,
              null,
              Duration.ofSeconds(10),
              Duration.ofMinutes(1));
      Connection.Rabbit rabbit =
          new Connection.Rabbit(
              "legacy",
              "amqps://127.0.0.1",
              null,
              null,
              Duration.ofSeconds(10),
              Duration.ofSeconds(10),
              1 << 20,
              tls,
              management);
      return new BrokerNames(rabbit, management, workers).all(Kind.QUEUE);
    }
  }

  private static Connection.Tls trusting(boolean verifyHostname) {
    String store = folder.resolve("other-host.p12").toString();
    return new Connection.Tls(store, new Secret(PASSWORD), null, null, verifyHostname);
  }

  @Test
  void aKnownCertificateOfAnotherHostIsTakenWhereTheConnectionSaysSo() throws Exception {
    assertThat(queues(trusting(false))).containsExactly(new Found("q", "classic"));
  }

  @Test
  void elseItIsRefused() {
    assertThatThrownBy(() -> queues(trusting(true)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("does not answer");
  }

  @Test
  void anUnknownCertificateIsRefused() {
    assertThatThrownBy(() -> queues(null))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("does not answer");
    assertThatThrownBy(() -> queues(new Connection.Tls(null, null, null, null, false)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("does not answer");
  }

  /** AMQP itself: the log-in is only sent to whom the certificate was made out. */
  @Test
  void aConnectionIsNotOpenedToAnUnknownCertificateOrAnotherHost() {
    assertThatThrownBy(() -> connect(trusting(true)))
        .isInstanceOf(SSLHandshakeException.class)
        .hasMessageContaining("subject alternative name");
    assertThatThrownBy(() -> connect(null)).isInstanceOf(SSLHandshakeException.class);
    // Behind the handshake nobody speaks AMQP.
    assertThatThrownBy(() -> connect(trusting(false))).isNotInstanceOf(SSLHandshakeException.class);
  }

  private static void connect(Connection.@Nullable Tls tls) throws Exception {
    try (Workers workers = new Workers()) {
      Connection.Rabbit rabbit =
          new Connection.Rabbit(
              "legacy",
              "amqps://127.0.0.1:" + server.getAddress().getPort(),
              null,
              null,
              Duration.ofSeconds(10),
              Duration.ofSeconds(2),
              1 << 20,
              tls,
              null);
      new RabbitConnector(rabbit, workers).open("test").abort();
    }
  }
}

package dev.pontoon.source.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.config.Connection;
import dev.pontoon.config.Secret;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Key stores and trust stores that can and can't be used. */
class RabbitCheckTest {
  private static final String KEY = "connections.mq.rabbitmq.tls.";
  private static final String PASSWORD = "changeit";

  @TempDir Path folder;

  private static Map<String, String> problems(
      @Nullable Path trust, @Nullable Path keys, @Nullable String password) {
    Secret secret = password == null ? null : new Secret(password);
    Connection.Tls tls =
        new Connection.Tls(
            trust == null ? null : trust.toString(),
            secret,
            keys == null ? null : keys.toString(),
            secret,
            true);
    return RabbitCheck.problems(
        new Connection.Rabbit(
            "mq",
            "amqps://localhost",
            null,
            null,
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            1 << 20,
            tls,
            null));
  }

  private static String pem(String kind, byte[] content) {
    return "-----BEGIN "
        + kind
        + "-----\n"
        + Base64.getMimeEncoder().encodeToString(content)
        + "\n-----END "
        + kind
        + "-----\n";
  }

  private Path keyStore() throws Exception {
    Path file = folder.resolve("keys.p12");
    Process made =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    "bridge",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=bridge",
                    "-keystore",
                    file.toString(),
                    "-storepass",
                    PASSWORD))
            .redirectErrorStream(true)
            .start();
    String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(made.waitFor()).as(said).isZero();
    return file;
  }

  @Test
  void aMissingFileIsNamedWithItsKey() {
    Path missing = folder.resolve("trust.p12");
    assertThat(problems(missing, null, null))
        .containsOnly(Map.entry(KEY + "trust-store", "the file " + missing + " does not exist"));
  }

  @Test
  void aWrongPasswordAndRubbishAreSaid() throws Exception {
    assertThat(problems(null, keyStore(), "wrong").get(KEY + "key-store"))
        .contains("wrong password");
    Path rubbish = Files.writeString(folder.resolve("rubbish"), "no store");
    assertThat(problems(rubbish, null, null)).containsOnlyKeys(KEY + "trust-store");
  }

  @Test
  void pemIsReadAsWell() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keyStore())) {
      store.load(in, PASSWORD.toCharArray());
    }
    Certificate certificate = store.getCertificate("bridge");
    Key key = store.getKey("bridge", PASSWORD.toCharArray());
    String text = pem("CERTIFICATE", certificate.getEncoded());
    Path trust = Files.writeString(folder.resolve("ca.pem"), text);
    Path keys =
        Files.writeString(
            folder.resolve("client.pem"), text + pem("PRIVATE KEY", key.getEncoded()));
    assertThat(problems(trust, keys, null)).isEmpty();
    Path old =
        Files.writeString(
            folder.resolve("old.pem"), text + pem("RSA PRIVATE KEY", key.getEncoded()));
    assertThat(problems(null, old, null).get(KEY + "key-store")).contains("openssl pkcs8");
  }
}

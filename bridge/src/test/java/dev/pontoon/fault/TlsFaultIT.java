package dev.pontoon.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pontoon.rig.Ports;
import dev.pontoon.rig.fault.TcpProxy;
import dev.pontoon.rig.kafka.KafkaProcess;
import dev.pontoon.rig.rabbit.RabbitInstall;
import dev.pontoon.rig.rabbit.RabbitNode;
import dev.pontoon.rig.rabbit.RabbitSetup;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Row 56: the certificate of the broker runs out, and is renewed. */
@Timeout(300)
class TlsFaultIT {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final String PASSWORD = "changeit";

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @Test
  void anExpiredCertificateIsSaidAndARenewedOneIsTakenWithoutARestart() throws Exception {
    Assumptions.assumeTrue(RabbitNode.installed(), RabbitInstall.missing());
    keytool("ca", "-genkeypair", "-dname", "CN=ca", "-ext", "bc:c", "-validity", "30");
    keytool("ca", "-exportcert", "-rfc", "-file", at("ca.pem"));
    certificate("expired", "-10d", "5");
    certificate("renewed", "-1d", "5");
    use("expired");
    int port = Ports.free();
    RabbitSetup setup =
        RabbitSetup.fresh()
            .settings(
                "listeners.ssl.1 = 127.0.0.1:" + port,
                "ssl_options.cacertfile = " + at("ca.pem"),
                "ssl_options.certfile = " + at("server.pem"),
                "ssl_options.keyfile = " + at("server.key"),
                "ssl_options.verify = verify_none");
    try (RabbitNode node = RabbitNode.started(setup);
        KafkaProcess kafka = KafkaProcess.started();
        Stage stage = stage(node, kafka);
        Line line = Line.on(stage, "tls", Guarantee.B, 1, bridge(stage, port))) {
      line.publish(500);
      line.bridge().launch();
      await()
          .atMost(LONG)
          .untilAsserted(() -> assertThat(line.bridge().get("/health")).contains("NotAfter"));
      assertThat(line.bridge().metric("pontoon_messages_read_total")).isZero();
      use("renewed");
      node.ctl("eval", "ssl:clear_pem_cache().");
      line.awaitComplete(LONG).assertWhole(500);
    }
  }

  private static Stage stage(RabbitNode node, KafkaProcess kafka) {
    Legacy legacy = new Legacy.Rabbit(node, "classic");
    return new Stage(
        Legacy.Kind.RABBITMQ_CLASSIC,
        legacy,
        TcpProxy.to(legacy.port()),
        kafka,
        TcpProxy.to(Ports.free()));
  }

  private BridgeProcess bridge(Stage stage, int port) {
    String yaml =
        """
        name: tls
        connections:
          legacy:
            rabbitmq:
              uri: "amqps://guest:guest@127.0.0.1:%d"
              tls: { trust-store: "%s", trust-store-password: %s }
        kafka: { bootstrap.servers: "%s" }
        """
            .formatted(port, at("trust.p12"), PASSWORD, stage.kafka().directBootstrap());
    return new BridgeProcess(folder.resolve("tls"), yaml, stage.route("tls", Guarantee.B));
  }

  /** Signed by the CA, valid from that day for so many days; the CA goes into the trust store. */
  private void certificate(String name, String from, String days) throws Exception {
    keytool(name, "-genkeypair", "-dname", "CN=127.0.0.1");
    keytool(name, "-certreq", "-file", at(name + ".csr"));
    keytool(
        "ca",
        "-gencert",
        "-infile",
        at(name + ".csr"),
        "-outfile",
        at(name + ".pem"),
        "-rfc",
        "-startdate",
        from,
        "-validity",
        days,
        "-ext",
        "san=ip:127.0.0.1");
    if (!Files.exists(folder.resolve("trust.p12"))) {
      run(
          "keytool",
          "-importcert",
          "-noprompt",
          "-alias",
          "ca",
          "-file",
          at("ca.pem"),
          "-keystore",
          at("trust.p12"),
          "-storepass",
          PASSWORD);
    }
  }

  private void use(String name) throws Exception {
    Files.write(folder.resolve("server.pem"), Files.readAllBytes(folder.resolve(name + ".pem")));
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve("keys.p12"))) {
      store.load(in, PASSWORD.toCharArray());
    }
    byte[] key = store.getKey(name, PASSWORD.toCharArray()).getEncoded();
    Files.writeString(
        folder.resolve("server.key"),
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key)
            + "\n-----END PRIVATE KEY-----\n");
  }

  private void keytool(String alias, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("keytool"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("-alias", alias, "-keystore", at("keys.p12"), "-storepass", PASSWORD));
    if (arguments[0].equals("-genkeypair")) {
      command.addAll(List.of("-keyalg", "RSA", "-keysize", "2048"));
    }
    run(command.toArray(new String[0]));
  }

  private static void run(String... command) throws IOException, InterruptedException {
    List<String> whole = new ArrayList<>(List.of(command));
    whole.set(0, Path.of(System.getProperty("java.home"), "bin", command[0]).toString());
    Process process = new ProcessBuilder(whole).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }
}

package dev.pontoon.it;

import static dev.pontoon.it.RabbitSite.awaitLedgerCloses;
import static dev.pontoon.it.RabbitSite.awaitReady;
import static dev.pontoon.it.RabbitSite.queueRoute;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.rig.Ports;
import dev.pontoon.rig.kafka.EmbeddedKafka;
import dev.pontoon.rig.ledger.Ledger;
import dev.pontoon.rig.load.Payloads;
import dev.pontoon.rig.rabbit.RabbitInstall;
import dev.pontoon.rig.rabbit.RabbitNode;
import dev.pontoon.rig.rabbit.RabbitSetup;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A bridge without user and password, whose certificate RabbitMQ takes for its log-in. */
@Timeout(120)
class CertificateLoginIT {
  private static final String PASSWORD = "changeit";
  private static final String USER = "pontoon";

  @TempDir Path folder;

  @Test
  void theCertificateIsTheLogin() throws Exception {
    Assumptions.assumeTrue(RabbitNode.installed(), RabbitInstall.missing());
    certificate();
    int port = Ports.free();
    RabbitSetup setup =
        RabbitSetup.fresh()
            .plugins("rabbitmq_auth_mechanism_ssl")
            .settings(
                "auth_mechanisms.1 = PLAIN",
                "auth_mechanisms.2 = EXTERNAL",
                "ssl_cert_login_from = common_name",
                "listeners.ssl.1 = 127.0.0.1:" + port,
                "ssl_options.cacertfile = " + at("ca.pem"),
                "ssl_options.certfile = " + at("both.pem"),
                "ssl_options.keyfile = " + at("both.key"),
                "ssl_options.verify = verify_peer",
                "ssl_options.fail_if_no_peer_cert = true");
    try (RabbitNode node = RabbitNode.started(setup);
        RabbitSite site = new RabbitSite(node.amqpUri(), EmbeddedKafka.started())) {
      node.ctl("add_user", USER, "not-used-by-the-bridge");
      node.ctl("set_permissions", USER, "^$", "^$", "^orders$");
      site.queue("orders");
      Ledger ledger = new Ledger("orders", 5);
      site.publish("orders", ledger, Payloads.of(1, 100), 1, 100);
      try (YamlBridge bridge =
          YamlBridge.started(folder.resolve("bridge"), config(site, port), queueRoute("orders"))) {
        awaitReady(bridge, "orders");
        assertThat(node.ctl("-q", "list_connections", "user", "auth_mechanism"))
            .contains(USER + "\tEXTERNAL");
        site.balance(ledger, "orders").assertNothingLost().assertNoDuplicates().assertOrderPerKey();
        awaitLedgerCloses(bridge, "orders");
      }
    }
  }

  private String config(RabbitSite site, int port) {
    String stores =
        "trust-store: \"%1$s\", trust-store-password: %2$s, key-store: \"%1$s\", key-store-password: %2$s"
            .formatted(at("both.p12"), PASSWORD);
    return site.config()
        .replaceFirst(
            "rabbitmq: \\{.*",
            "rabbitmq: { uri: \"amqps://127.0.0.1:" + port + "\", tls: { " + stores + " } } }");
  }

  /** One for both sides, named as the user, and its authority. */
  private void certificate() throws Exception {
    keytool("ca.p12", "-genkeypair", "-dname", "CN=ca", "-ext", "bc:c");
    keytool("ca.p12", "-exportcert", "-rfc", "-file", at("ca.pem"));
    keytool("both.p12", "-genkeypair", "-dname", "CN=" + USER);
    keytool("both.p12", "-certreq", "-file", at("both.csr"));
    keytool(
        "ca.p12",
        "-gencert",
        "-rfc",
        "-infile",
        at("both.csr"),
        "-outfile",
        at("both.pem"),
        "-ext",
        "san=ip:127.0.0.1");
    keytool("both.p12", "-importcert", "-noprompt", "-file", at("ca.pem"), "-alias", "ca");
    keytool("both.p12", "-importcert", "-file", at("both.pem"));
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve("both.p12"))) {
      store.load(in, PASSWORD.toCharArray());
    }
    byte[] key = store.getKey("mine", PASSWORD.toCharArray()).getEncoded();
    Files.writeString(
        folder.resolve("both.key"),
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key)
            + "\n-----END PRIVATE KEY-----\n");
  }

  private void keytool(String store, String... arguments) throws Exception {
    Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    List<String> command = new ArrayList<>(List.of(tool.toString()));
    command.addAll(List.of(arguments));
    command.addAll(List.of("-keystore", at(store), "-storepass", PASSWORD));
    if (!List.of(arguments).contains("-alias")) {
      command.addAll(List.of("-alias", "mine"));
    }
    if (arguments[0].equals("-genkeypair")) {
      command.addAll(List.of("-keyalg", "RSA", "-keysize", "2048"));
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }
}

package dev.pontoon.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.rig.kafka.EmbeddedKafka;
import dev.pontoon.rig.kafka.KafkaSetup;
import dev.pontoon.rig.rabbit.TestRabbit;
import dev.pontoon.source.Workers;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What real ports answer. */
@Timeout(120)
class PortProbeIT {
  private static final PortProbe PROBE = new PortProbe(Duration.ofSeconds(5));

  @TempDir Path folder;

  @Test
  void aKafkaWithTlsIsRecognisedAndOneWithoutIsTaken() throws Exception {
    Path keys = folder.resolve("keys.p12");
    keytool(keys);
    KafkaSetup tls =
        KafkaSetup.fresh()
            .with(
                "listener.security.protocol.map",
                "PLAINTEXT:SSL,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT")
            .with("ssl.keystore.location", keys.toString())
            .with("ssl.keystore.type", "PKCS12")
            .with("ssl.keystore.password", "changeit");
    try (EmbeddedKafka kafka = EmbeddedKafka.started(tls);
        Workers workers = new Workers();
        Topics topics =
            new Topics(
                TestSettings.of("b", Map.of("bootstrap.servers", kafka.bootstrap())),
                workers.timer(),
                workers.pool())) {
      assertThatThrownBy(() -> topics.find("orders"))
          .isInstanceOf(KafkaUnavailableException.class)
          .hasMessageContaining(kafka.bootstrap() + " speaks TLS")
          .hasMessageContaining("kafka.security.protocol");
      assertThat(PROBE.wrong(kafka.directBootstrap())).isNull();
    }
  }

  @Test
  void aRabbitMqIsRecognised() {
    URI rabbit = URI.create(TestRabbit.shared().freshUri());
    String address = rabbit.getHost() + ":" + rabbit.getPort();
    assertThat(PROBE.wrong(address)).startsWith(address + " is a port for AMQP");
  }

  private static void keytool(Path keys) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "kafka",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                keys.toString(),
                "-storepass",
                "changeit")
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isZero();
  }
}

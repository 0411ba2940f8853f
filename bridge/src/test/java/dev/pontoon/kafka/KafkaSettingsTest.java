package dev.pontoon.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.config.Secret;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaSettingsTest {

  @Test
  void usersChooseWhatDoesNotTouchThePromise() {
    var producer =
        settings(Map.of("bootstrap.servers", "a:1", "linger.ms", "50", "compression.type", "zstd"))
            .producer();
    assertThat(producer)
        .containsEntry("bootstrap.servers", "a:1")
        .containsEntry("linger.ms", "50")
        .containsEntry("compression.type", "zstd")
        .containsEntry("client.id", "pontoon");
  }

  @Test
  void whatThePromiseNeedsWinsOverTheUser() {
    var producer =
        settings(
                Map.of(
                    "acks", "1",
                    "enable.idempotence", "false",
                    "retries", "0",
                    "delivery.timeout.ms", "1000",
                    "max.block.ms", "60000",
                    "key.serializer", "x",
                    "value.serializer", "x"))
            .producer();
    assertThat(producer)
        .containsEntry("acks", "all")
        .containsEntry("enable.idempotence", "true")
        .containsEntry("retries", String.valueOf(Integer.MAX_VALUE))
        .containsEntry("delivery.timeout.ms", String.valueOf(Integer.MAX_VALUE))
        .containsEntry("max.block.ms", String.valueOf(KafkaSettings.MAX_BLOCK_MILLIS));
    assertThat(producer.get("key.serializer").toString()).endsWith("ByteArraySerializer");
    assertThat(producer.get("value.serializer").toString()).endsWith("ByteArraySerializer");
  }

  @Test
  void secretsAreRevealedToTheClientOnly() {
    KafkaSettings settings =
        settings(Map.of("sasl.jaas.config", new Secret("s3cret"), "security.protocol", "SASL_SSL"));
    assertThat(settings.producer()).containsEntry("sasl.jaas.config", "s3cret");
    assertThat(settings.admin())
        .containsEntry("sasl.jaas.config", "s3cret")
        .containsEntry("security.protocol", "SASL_SSL");
    assertThat(settings.bootstrap()).isEqualTo("localhost:9092");
  }

  @Test
  void theAdminClientGetsWhatItKnowsAndItsOwnTimeLimits() {
    var admin =
        settings(Map.of("linger.ms", "50", "bootstrap.servers", "a:1", "request.timeout.ms", "1"))
            .admin();
    assertThat(admin)
        .doesNotContainKey("linger.ms")
        .containsEntry("bootstrap.servers", "a:1")
        .containsEntry("request.timeout.ms", "5000")
        .containsEntry("client.id", "pontoon-admin");
  }

  @Test
  void theLargestRecordIsBoundedByRequestAndBuffer() {
    assertThat(settings(Map.of()).largestRecord()).isEqualTo(64 << 20);
    assertThat(settings(Map.of("max.request.size", "1000")).largestRecord()).isEqualTo(1_000);
    assertThat(settings(Map.of("buffer.memory", "5000")).largestRecord()).isEqualTo(5_000);
  }

  private static KafkaSettings settings(Map<String, Object> kafka) {
    return TestSettings.of("pontoon", kafka);
  }

  @Test
  void aLoginModuleThatDoesNotFitTheMechanismIsAMistake() {
    String plain = "org.apache.kafka.common.security.plain.PlainLoginModule required;";
    String scram = "org.apache.kafka.common.security.scram.ScramLoginModule required;";
    assertThat(login("SCRAM-SHA-512", plain)).contains("SCRAM-SHA-512 needs", "ScramLoginModule");
    assertThat(login("PLAIN", scram)).contains("PLAIN needs", "PlainLoginModule");
    assertThat(login("PLAIN", plain)).isNull();
    assertThat(login("SCRAM-SHA-256", scram)).isNull();
    assertThat(login("SCRAM-SHA-256", "com.example.OwnLoginModule required;")).isNull();
    assertThat(TestSettings.of("b", Map.of()).loginMistake()).isNull();
  }

  private static String login(String mechanism, String module) {
    return TestSettings.of("b", Map.of("sasl.mechanism", mechanism, "sasl.jaas.config", module))
        .loginMistake();
  }

  /** Kafka's clients then want a certificate that is made out to the broker's name. */
  @Test
  void theCheckOfNamesInCertificatesIsLeftOn() {
    KafkaSettings settings = settings(Map.of("security.protocol", "SSL"));
    for (Map<String, Object> made :
        List.of(settings.producer(), settings.admin(), settings.stateReader())) {
      assertThat(made).doesNotContainKey("ssl.endpoint.identification.algorithm");
    }
  }
}

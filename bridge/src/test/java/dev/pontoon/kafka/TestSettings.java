package dev.pontoon.kafka;

import dev.pontoon.config.BridgeConfig;
import java.time.Duration;
import java.util.Map;

/** Settings of a bridge that has nothing but a Kafka. */
final class TestSettings {
  private TestSettings() {}

  static KafkaSettings of(String bridge, Map<String, Object> kafka) {
    return new KafkaSettings(
        new BridgeConfig(
            bridge,
            Map.of(),
            kafka,
            BridgeConfig.Http.DEFAULT,
            BridgeConfig.Limits.DEFAULT,
            null,
            Duration.ofSeconds(30)));
  }
}

package dev.pontoon.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.config.RouteConfig.To;
import dev.pontoon.mapping.Route;
import dev.pontoon.rig.kafka.EmbeddedKafka;
import dev.pontoon.source.Workers;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A value that Kafka refuses is the user's to correct: no topic is made without it. */
class RefusedTopicConfigIT {

  @Test
  void theErrorNamesKeyAndValueAndTheTopicIsNotThere() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.started();
        Workers workers = new Workers();
        Topics topics = new Topics(settings(kafka), workers.timer(), workers.pool())) {
      To to = new To("sizes", 1, 1, null, null, false, Map.of("max.message.bytes", "abc"), true);

      assertThatThrownBy(() -> topics.prepare(new Route().to(to).config()))
          .isInstanceOf(KafkaUnavailableException.class)
          .hasMessageContaining("create topic sizes")
          .hasMessageContaining("max.message.bytes=abc");

      assertThat(topics.find("sizes")).isEmpty();
    }
  }

  private static KafkaSettings settings(EmbeddedKafka kafka) {
    return TestSettings.of("pontoon", Map.of("bootstrap.servers", kafka.bootstrap()));
  }
}

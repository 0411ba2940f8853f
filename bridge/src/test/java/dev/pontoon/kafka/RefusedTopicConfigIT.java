package dev.pontoon.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.config.RouteConfig.To;
import dev.pontoon.mapping.Route;
import dev.pontoon.rig.kafka.EmbeddedKafka;
import dev.pontoon.rig.kafka.KafkaSetup;
import dev.pontoon.source.Workers;
import java.util.Map;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.server.policy.CreateTopicPolicy;
import org.junit.jupiter.api.Test;

/** A value that Kafka refuses is the user's to correct; the bridge's own wishes may be left out. */
class RefusedTopicConfigIT {

  /** Of managed clusters: nobody chooses the size of a segment. */
  public static final class NoSegmentSizes implements CreateTopicPolicy {
    @Override
    public void validate(RequestMetadata request) {
      if (request.configs().containsKey("segment.bytes")) {
        throw new PolicyViolationException("segment.bytes must not be set");
      }
    }

    @Override
    public void configure(Map<String, ?> settings) {
      // There is nothing to choose.
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }

  @Test
  void memoryTopicsAreMadeWithoutTheirSegmentSizeWhereAPolicyForbidsIt() throws Exception {
    KafkaSetup strict =
        KafkaSetup.fresh().with("create.topic.policy.class.name", NoSegmentSizes.class.getName());
    try (EmbeddedKafka kafka = EmbeddedKafka.started(strict);
        Workers workers = new Workers();
        Topics topics = new Topics(settings(kafka), workers.timer(), workers.pool())) {
      topics.prepareState("b", "orders");
      topics.prepareRedrive("b");
      assertThat(topics.find("b.state")).isPresent();
      assertThat(topics.limits("b.state").compacted()).isTrue();
      assertThat(topics.limits("b.redrive").compacted()).isTrue();
    }
  }

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

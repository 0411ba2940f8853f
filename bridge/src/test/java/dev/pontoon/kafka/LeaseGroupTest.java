package dev.pontoon.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pontoon.delivery.Lease;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LeaseGroupTest {

  /** Without its thread all routes that need a lease would stand by, which counts as well. */
  @Test
  void itAsksAgainWhateverWentWrong() {
    AtomicInteger asked = new AtomicInteger();
    try (LeaseGroup group =
        new LeaseGroup(
            "b",
            settings -> {
              switch (asked.incrementAndGet() % 4) {
                case 0 -> throw new KafkaException("as Kafka's client says it");
                case 1 -> throw new IllegalStateException("an assignor that fails");
                case 2 -> throw new NoClassDefFoundError("a jar that is missing");
                default -> throw new OutOfMemoryError("unable to create native thread");
              }
            },
            Duration.ofMillis(10))) {
      Lease lease = group.lease("orders", true);
      assertThat(lease.held()).isFalse();
      await().until(() -> asked.get() > 8);
    }
  }
}

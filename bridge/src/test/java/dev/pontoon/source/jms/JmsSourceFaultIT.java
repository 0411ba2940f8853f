package dev.pontoon.source.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pontoon.config.Connection;
import dev.pontoon.config.From.JmsQueue;
import dev.pontoon.observe.RouteStatus.Source;
import dev.pontoon.rig.jms.JmsBroker;
import dev.pontoon.source.HeldSink;
import dev.pontoon.source.TestRoute;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The JMS source while its broker comes and goes. */
@Timeout(120)
class JmsSourceFaultIT {
  private static final JmsQueue QUEUE = new JmsQueue("legacy", "Q", null);
  private static final Duration LONG = Duration.ofSeconds(60);

  private final HeldSink sink = new HeldSink();

  private TestRoute route(Connection.Jms connection, Duration stop) throws Exception {
    TestRoute route = new TestRoute(QUEUE, true, sink, stop);
    return route.start(runtime -> JmsSource.endpoint(route.camel(), connection, QUEUE, runtime));
  }

  @ParameterizedTest
  @EnumSource
  void aBrokerRestartInTheMiddleLosesAndDoublesNothing(Provider provider) throws Exception {
    try (JmsBroker broker = provider.broker()) {
      try (Publisher publisher = new Publisher(broker.connectionFactory())) {
        publisher.send(publisher.queue("Q"), 10_000, 50);
      }
      try (TestRoute route = route(provider.settings(broker.port(), null), LONG)) {
        await().atMost(LONG).pollInterval(Duration.ofMillis(1)).until(() -> sink.size() > 1_000);
        broker.restart();
        await().atMost(LONG).until(() -> new HashSet<>(sink.values()).size() == 10_000);
        assertThat(sink.values()).isEqualTo(Publisher.texts(10_000, 50));
        assertThat(route.metrics().reconnects.count()).isPositive();
      }
      try (Publisher publisher = new Publisher(broker.connectionFactory())) {
        assertThat(publisher.waiting("Q")).isZero();
      }
    }
  }

  /**
   * ActiveMQ Classic's client would move a message away after six failed deliveries: not ours.
   * Artemis itself does after ten (max-delivery-attempts), which only its settings can change.
   */
  @ParameterizedTest
  @EnumSource
  void messagesOfFailedSessionsComeAgain(Provider provider) throws Exception {
    sink.hold();
    try (JmsBroker broker = provider.broker()) {
      try (Publisher publisher = new Publisher(broker.connectionFactory())) {
        publisher.send(publisher.queue("Q"), 20, 1);
      }
      Connection.Jms settings = provider.settings(broker.port(), null);
      int failures = provider.classic() ? 12 : 8;
      for (int i = 0; i < failures; i++) {
        int sends = sink.size();
        try (TestRoute route = route(settings, Duration.ofMillis(50))) {
          // Not always all 20: a batch ends where the broker has no more for a moment.
          await().atMost(LONG).until(() -> sink.size() > sends);
        }
      }
      String first = Publisher.texts(20, 1).get(0);
      assertThat(Collections.frequency(sink.values(), first)).isGreaterThanOrEqualTo(failures);
      sink.release();
      int sends = sink.size();
      try (TestRoute route = route(settings, LONG)) {
        await().atMost(LONG).until(() -> route.metrics().acknowledged.count() == 20);
        assertThat(sink.values().subList(sends, sends + 20)).isEqualTo(Publisher.texts(20, 1));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void anUnreachableBrokerIsSaidAndTriedAgain(Provider provider) throws Exception {
    try (JmsBroker broker = provider.broker()) {
      broker.stop();
      try (TestRoute route = route(provider.settings(broker.port(), null), LONG)) {
        await().atMost(LONG).until(() -> !route.status().sourceDetail().isEmpty());
        assertThat(route.status().source()).isEqualTo(Source.CONNECTING);
        assertThat(route.status().sourceDetail()).contains("legacy, queue Q");
        broker.start();
        await().atMost(LONG).until(() -> route.status().source() == Source.RUNNING);
      }
    }
  }
}

package dev.pontoon.source.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pontoon.config.Connection;
import dev.pontoon.config.From;
import dev.pontoon.config.From.JmsQueue;
import dev.pontoon.config.From.JmsTopic;
import dev.pontoon.observe.RouteStatus.Source;
import dev.pontoon.rig.jms.ActiveMqBroker;
import dev.pontoon.rig.jms.ArtemisBroker;
import dev.pontoon.rig.jms.JmsBroker;
import dev.pontoon.source.HeldSink;
import dev.pontoon.source.TestRoute;
import jakarta.jms.Destination;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An operator deletes what a route reads; the next message makes it again. */
@Timeout(120)
class JmsRemadeIT {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final HeldSink sink = new HeldSink();

  private TestRoute route(Connection.Jms connection, From from) throws Exception {
    TestRoute route = new TestRoute(from, true, sink, LONG);
    return route.start(runtime -> JmsSource.endpoint(route.camel(), connection, from, runtime));
  }

  @ParameterizedTest
  @EnumSource
  void aQueueThatIsDeletedIsReadAgain(Provider provider) throws Exception {
    try (JmsBroker broker = provider.broker();
        Publisher publisher = new Publisher(broker.connectionFactory());
        TestRoute route =
            route(provider.settings(broker.port(), null), new JmsQueue("legacy", "Q", null))) {
      awaitRead(route, publisher, publisher.queue("Q"));
      if (broker instanceof ArtemisBroker artemis) {
        artemis.delete("Q");
      } else {
        ((ActiveMqBroker) broker).delete("Q", false);
      }
      awaitRead(route, publisher, publisher.queue("Q"));
      assertThat(publisher.waiting("Q")).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDurableSubscriptionThatIsDeletedIsMadeAgain(Provider provider) throws Exception {
    JmsTopic topic = new JmsTopic("legacy", "T", "pontoon.r", false, null);
    try (JmsBroker broker = provider.broker();
        Publisher publisher = new Publisher(broker.connectionFactory());
        TestRoute route = route(provider.settings(broker.port(), "bridge"), topic)) {
      await().atMost(LONG).until(() -> route.status().source() == Source.RUNNING);
      awaitRead(route, publisher, publisher.topic("T"));
      if (broker instanceof ArtemisBroker artemis) {
        artemis.delete(provider == Provider.AMQP ? "bridge:pontoon.r" : "bridge.pontoon\\.r");
      } else {
        ((ActiveMqBroker) broker).delete("T", true);
      }
      awaitRead(route, publisher, publisher.topic("T"));
    }
  }

  /** One more message is read; on a topic, those before the subscription stands are not. */
  private static void awaitRead(TestRoute route, Publisher publisher, Destination where) {
    double before = route.metrics().acknowledged.count();
    await()
        .atMost(LONG)
        .until(
            () -> {
              publisher.send(where, 1, 1);
              return route.metrics().acknowledged.count() > before;
            });
  }
}

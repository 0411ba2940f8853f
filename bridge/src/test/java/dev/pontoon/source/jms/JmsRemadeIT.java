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
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An operator deletes what a route reads; the next message makes it again. */
@Timeout(120)
class JmsRemadeIT {
  private static final JmsTopic TOPIC = new JmsTopic("legacy", "T", "pontoon.r", false, null);
  private static final Duration LONG = Duration.ofSeconds(30);

  private final HeldSink sink = new HeldSink();
  private int number;

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
      awaitRead(publisher, publisher.queue("Q"));
      if (broker instanceof ArtemisBroker artemis) {
        artemis.delete("Q");
      } else {
        ((ActiveMqBroker) broker).delete("Q", false);
      }
      awaitRead(publisher, publisher.queue("Q"));
      await().atMost(LONG).until(() -> publisher.waiting("Q") == 0);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ARTEMIS", "AMQP"})
  void aDurableSubscriptionThatIsDeletedIsMadeAgain(Provider provider) throws Exception {
    try (JmsBroker broker = provider.broker();
        Publisher publisher = new Publisher(broker.connectionFactory());
        TestRoute route = route(provider.settings(broker.port(), "bridge"), TOPIC)) {
      await().atMost(LONG).until(() -> route.status().source() == Source.RUNNING);
      awaitRead(publisher, publisher.topic("T"));
      String point = provider == Provider.ARTEMIS ? "\\." : ".";
      ((ArtemisBroker) broker).delete("bridge.pontoon" + point + "r");
      awaitRead(publisher, publisher.topic("T"));
      assertThat(route.metrics().reconnects.count()).isPositive();
    }
  }

  /** ActiveMQ Classic gives a subscription to a deleted topic nothing more, and tells nobody. */
  @Test
  void aTopicThatIsDeletedOnClassicIsReadAfterARestartOfTheBroker() throws Exception {
    try (JmsBroker broker = Provider.CLASSIC.broker();
        Publisher publisher = new Publisher(broker.connectionFactory())) {
      Connection.Jms settings = Provider.CLASSIC.settings(broker.port(), "bridge");
      try (TestRoute route = route(settings, TOPIC)) {
        await().atMost(LONG).until(() -> route.status().source() == Source.RUNNING);
        awaitRead(publisher, publisher.topic("T"));
        ((ActiveMqBroker) broker).delete("T", true);
      }
      broker.restart();
      try (TestRoute route = route(settings, TOPIC);
          Publisher again = new Publisher(broker.connectionFactory())) {
        awaitRead(again, again.topic("T"));
      }
    }
  }

  /**
   * A message sent from now on is read; on a topic, those before the subscription stands are not.
   */
  private void awaitRead(Publisher publisher, Destination where) {
    Set<String> sent = new HashSet<>();
    await()
        .atMost(LONG)
        .until(
            () -> {
              String text = "n" + number++;
              sent.add(text);
              publisher.send(where, publisher.session().createTextMessage(text));
              return sink.values().stream().anyMatch(sent::contains);
            });
  }
}

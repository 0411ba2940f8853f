package dev.pontoon.source.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pontoon.config.Connection;
import dev.pontoon.config.From;
import dev.pontoon.config.From.JmsQueue;
import dev.pontoon.config.From.JmsTopic;
import dev.pontoon.observe.RouteStatus.Source;
import dev.pontoon.rig.jms.JmsBroker;
import dev.pontoon.source.HeldSink;
import dev.pontoon.source.TestRoute;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The JMS source against each broker with its client. */
@Timeout(120)
class JmsSourceIT {
  private static final JmsQueue QUEUE = new JmsQueue("legacy", "Q", null);
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(30);

  private final HeldSink sink = new HeldSink();

  private TestRoute route(Connection.Jms connection, From from, Duration stop) throws Exception {
    TestRoute route = new TestRoute(from, true, sink, stop);
    return route.start(runtime -> JmsSource.endpoint(route.camel(), connection, from, runtime));
  }

  private static void awaitRunning(TestRoute route) {
    await().atMost(LONG).until(() -> route.status().source() == Source.RUNNING);
  }

  @ParameterizedTest
  @EnumSource
  void everyMessageArrivesOnceAndInOrder(Provider provider) throws Exception {
    try (JmsBroker broker = provider.broker();
        Publisher publisher = new Publisher(broker.connectionFactory())) {
      publisher.send(publisher.queue("Q"), 10_000, 50);
      try (TestRoute route = route(provider.settings(broker.port(), null), QUEUE, LONG)) {
        await().atMost(LONG).until(() -> sink.size() >= 10_000);
        await().atMost(LONG).until(() -> route.metrics().acknowledged.count() == 10_000);
        assertThat(sink.values()).isEqualTo(Publisher.texts(10_000, 50));
      }
      assertThat(publisher.waiting("Q")).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsTakenFromTheQueueBeforeItIsConfirmed(Provider provider) throws Exception {
    sink.hold();
    try (JmsBroker broker = provider.broker();
        Publisher publisher = new Publisher(broker.connectionFactory())) {
      publisher.send(publisher.queue("Q"), 100, 1);
      Connection.Jms settings = provider.settings(broker.port(), null);
      try (TestRoute route = route(settings, QUEUE, SOON)) {
        // How many come in one batch is the broker's business.
        await().atMost(LONG).until(() -> sink.size() > 0);
        assertThat(route.metrics().acknowledged.count()).isZero();
      }
      assertThat(publisher.waiting("Q")).isEqualTo(100);
      int before = sink.size();
      sink.release();
      try (TestRoute route = route(settings, QUEUE, LONG)) {
        await().atMost(LONG).until(() -> route.metrics().acknowledged.count() == 100);
        assertThat(route.read()).allMatch(message -> message.origin().queue().equals("q"));
      }
      assertThat(sink.values().subList(before, before + 100)).isEqualTo(Publisher.texts(100, 1));
      assertThat(publisher.waiting("Q")).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCleanStopUnderLoadMakesNoDuplicates(Provider provider) throws Exception {
    try (JmsBroker broker = provider.broker();
        Publisher publisher = new Publisher(broker.connectionFactory())) {
      publisher.send(publisher.queue("Q"), 6_000, 10);
      Connection.Jms settings = provider.settings(broker.port(), null);
      for (int i = 1; i <= 3; i++) {
        int enough = i * 1_000;
        try (TestRoute route = route(settings, QUEUE, LONG)) {
          await().pollInterval(Duration.ofMillis(1)).until(() -> sink.size() >= enough);
        }
      }
      try (TestRoute route = route(settings, QUEUE, LONG)) {
        await().atMost(LONG).until(() -> new HashSet<>(sink.values()).size() == 6_000);
      }
      assertThat(sink.values()).isEqualTo(Publisher.texts(6_000, 10));
      assertThat(publisher.waiting("Q")).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anIdleRouteStopsQuickly(Provider provider) throws Exception {
    try (JmsBroker broker = provider.broker();
        TestRoute route = route(provider.settings(broker.port(), null), QUEUE, LONG)) {
      awaitRunning(route);
      long begin = System.nanoTime();
      route.stop();
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
      assertThat(route.status().source()).isEqualTo(Source.STOPPED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSelectorLeavesTheOtherMessagesAlone(Provider provider) throws Exception {
    try (JmsBroker broker = provider.broker();
        Publisher publisher = new Publisher(broker.connectionFactory())) {
      publisher.send(publisher.queue("Q"), 10, 1);
      JmsQueue some = new JmsQueue("legacy", "Q", "n >= 7");
      try (TestRoute route = route(provider.settings(broker.port(), null), some, LONG)) {
        await().atMost(LONG).until(() -> route.metrics().acknowledged.count() == 3);
      }
      assertThat(sink.values()).containsExactly("0:7", "0:8", "0:9");
      assertThat(publisher.waiting("Q")).isEqualTo(7);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDurableSubscriptionKeepsWhatComesWhileNobodyReads(Provider provider) throws Exception {
    JmsTopic topic = new JmsTopic("legacy", "T", "pontoon.r", false, null);
    try (JmsBroker broker = provider.broker();
        Publisher publisher = new Publisher(broker.connectionFactory())) {
      Connection.Jms settings = provider.settings(broker.port(), "bridge");
      try (TestRoute route = route(settings, topic, LONG)) {
        awaitRunning(route);
      }
      publisher.send(publisher.topic("T"), 20, 1);
      try (TestRoute route = route(settings, topic, LONG)) {
        await().atMost(LONG).until(() -> route.metrics().acknowledged.count() == 20);
      }
      assertThat(sink.values()).isEqualTo(Publisher.texts(20, 1));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSecondReaderOfADurableSubscriptionStandsBy(Provider provider) throws Exception {
    JmsTopic topic = new JmsTopic("legacy", "T", "pontoon.r", false, null);
    try (JmsBroker broker = provider.broker()) {
      Connection.Jms settings = provider.settings(broker.port(), "bridge");
      try (TestRoute first = route(settings, topic, LONG)) {
        awaitRunning(first);
        try (TestRoute second = route(settings, topic, LONG)) {
          await().atMost(LONG).until(() -> second.status().source() == Source.STANDBY);
          assertThat(second.status().sourceDetail()).contains("client id bridge is in use");
          first.stop();
          awaitRunning(second);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSharedSubscriptionWorksOrSaysWhyNot(Provider provider) throws Exception {
    JmsTopic topic = new JmsTopic("legacy", "T", "pontoon.r", true, null);
    try (JmsBroker broker = provider.broker();
        Publisher publisher = new Publisher(broker.connectionFactory());
        TestRoute route = route(provider.settings(broker.port(), null), topic, LONG)) {
      if (provider.classic()) {
        await().atMost(LONG).until(() -> route.status().sourceDetail().contains("no shared"));
        assertThat(route.status().sourceDetail()).contains("topic T", "shared: false");
      } else {
        awaitRunning(route);
        publisher.send(publisher.topic("T"), 20, 1);
        await().atMost(LONG).until(() -> route.metrics().acknowledged.count() == 20);
        assertThat(sink.values()).isEqualTo(Publisher.texts(20, 1));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void lateMessagesAreCommittedAtOnce(Provider provider) throws Exception {
    try (JmsBroker broker = provider.broker();
        Publisher publisher = new Publisher(broker.connectionFactory());
        TestRoute route = route(provider.settings(broker.port(), null), QUEUE, LONG)) {
      awaitRunning(route);
      for (int i = 1; i <= 3; i++) {
        int sent = i;
        publisher.send(publisher.queue("Q"), 1, 1);
        await().atMost(SOON).until(() -> route.metrics().acknowledged.count() == sent);
      }
      assertThat(sink.values()).isEqualTo(List.of("0:0", "0:0", "0:0"));
    }
  }
}

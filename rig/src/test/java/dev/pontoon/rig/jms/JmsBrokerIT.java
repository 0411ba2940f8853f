package dev.pontoon.rig.jms;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JmsBrokerIT {

  @ParameterizedTest
  @EnumSource
  void inMemoryForgets(JmsKind kind) throws Exception {
    try (JmsBroker broker = kind.started(JmsSetup.inMemory())) {
      send(broker.connectionFactory(), "one");
      broker.restart();
      send(broker.connectionFactory(), "two");
      assertThat(takeAll(broker.connectionFactory())).containsExactly("two");
    }
  }

  @ParameterizedTest
  @EnumSource
  void onDiskKeepsOverARestart(JmsKind kind, @TempDir Path folder) throws Exception {
    JmsSetup setup = JmsSetup.onDisk().folder(folder);
    try (JmsBroker broker = kind.started(setup)) {
      send(broker.connectionFactory(), "one");
      broker.restart();
      assertThat(broker.isRunning()).isTrue();
      send(broker.connectionFactory(), "two");
    }
    try (JmsBroker broker = kind.started(setup)) {
      assertThat(takeAll(broker.connectionFactory())).containsExactly("one", "two");
    }
  }

  @ParameterizedTest
  @EnumSource
  void processSurvivesKillFreezeAndRestartAndLeavesNothing(JmsKind kind) throws Exception {
    Path folder;
    long pid;
    try (JmsBrokerProcess broker = JmsBrokerProcess.started(kind, JmsSetup.onDisk())) {
      folder = broker.folder().path();
      send(broker.connectionFactory(), "one");
      broker.kill9();
      assertThat(broker.isRunning()).isFalse();
      broker.start();
      send(broker.connectionFactory(), "two");
      broker.freeze();
      broker.thaw();
      broker.restart();
      assertThat(takeAll(broker.connectionFactory())).containsExactly("one", "two");
      pid = broker.pid();
    }
    assertThat(folder).doesNotExist();
    assertThat(ProcessHandle.of(pid).map(ProcessHandle::isAlive)).isNotEqualTo(true);
  }

  @Test
  void artemisSpeaksAmqpOnTheSamePort() throws Exception {
    try (ArtemisBroker broker = ArtemisBroker.started()) {
      send(broker.amqpConnectionFactory(), "one");
      assertThat(takeAll(broker.connectionFactory())).containsExactly("one");
    }
  }

  private static void send(ConnectionFactory factory, String text) {
    try (JMSContext context = factory.createContext()) {
      context.createProducer().send(context.createQueue("orders"), text);
    }
  }

  private static List<String> takeAll(ConnectionFactory factory) throws JMSException {
    List<String> texts = new ArrayList<>();
    try (Connection connection = factory.createConnection();
        Session session = connection.createSession()) {
      connection.start();
      MessageConsumer consumer = session.createConsumer(session.createQueue("orders"));
      for (Message message = consumer.receive(3_000);
          message != null;
          message = consumer.receive(300)) {
        texts.add(message.getBody(String.class));
      }
    }
    return texts;
  }
}

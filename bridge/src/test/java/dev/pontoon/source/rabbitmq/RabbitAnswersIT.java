package dev.pontoon.source.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.pontoon.config.Connection.Rabbit;
import dev.pontoon.config.From;
import dev.pontoon.message.Body;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Origin;
import dev.pontoon.message.Property;
import dev.pontoon.rig.rabbit.RabbitInstall;
import dev.pontoon.rig.rabbit.RabbitNode;
import dev.pontoon.rig.rabbit.RabbitSetup;
import dev.pontoon.source.Workers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What RabbitMQ of the wanted version answers, and what Pontoon makes of it. */
@Timeout(240)
class RabbitAnswersIT {
  private static final int MOST = 1 << 20;

  private static RabbitNode node;
  private static Connection connection;
  private static Workers workers;

  @BeforeAll
  static void broker() throws Exception {
    Assumptions.assumeTrue(RabbitNode.installed(), RabbitInstall.missing());
    node = RabbitNode.started(RabbitSetup.fresh().settings("max_message_size = " + MOST));
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(node.amqpUri());
    factory.setAutomaticRecoveryEnabled(false);
    connection = factory.newConnection("test");
    workers = new Workers();
  }

  @AfterAll
  static void end() {
    if (node != null) {
      workers.close();
      connection.abort();
      node.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"classic,CLASSIC", "quorum,QUORUM", "stream,STREAM"})
  void theKindOfAQueueIsKnownAndNobodyBecomesItsReader(String type, QueueKind kind)
      throws Exception {
    declare(type, type);
    assertThat(QueueKind.of(connection, type)).isEqualTo(kind);
    try (Channel channel = connection.createChannel()) {
      assertThat(channel.consumerCount(type)).isZero();
    }
    assertThat(connection.isOpen()).isTrue();
  }

  @Test
  void aCancelIsExplainedByALookAtTheQueue() throws Exception {
    declare("there", "quorum");
    boolean four = node.install().isFour();
    assertThat(Cancelled.why(connection, "there", QueueKind.QUORUM))
        .contains(four ? "consumer timeout" : "made again");
    assertThat(Cancelled.why(connection, "gone", QueueKind.QUORUM)).endsWith("gone was deleted");
  }

  @Test
  void whatTheBrokerDoesNotTakeIsLeftAndTheOthersGo() throws Exception {
    declare("back", "classic");
    try (RabbitPublisher publisher = publisher("back")) {
      Map<Integer, String> left =
          publisher.publish(
              List.of(
                  message(10, Map.of()),
                  message(MOST + 1, Map.of()),
                  message(20, Map.of()),
                  message(20, Map.of("large", "x".repeat(140_000))),
                  message(20, Map.of("n".repeat(256), "long name")),
                  message(30, Map.of())));
      assertThat(left).containsOnlyKeys(1, 3, 4);
      assertThat(left.get(1)).contains("larger than the broker takes", "max_message_size");
      assertThat(left.get(3)).contains("frame_max");
      assertThat(left.get(4)).contains("255 bytes");
      assertThat(publisher.publish(List.of(message(5, Map.of())))).isEmpty();
    }
    try (Channel channel = connection.createChannel()) {
      for (int size : List.of(10, 20, 30, 5)) {
        assertThat(channel.basicGet("back", true).getBody()).hasSize(size);
      }
      assertThat(channel.messageCount("back")).isZero();
    }
  }

  @Test
  void anAlarmIsNamedAndNotWaitedForInSilence() throws Exception {
    declare("alarm", "classic");
    node.ctl("set_disk_free_limit", "900000GB");
    try (RabbitPublisher publisher = publisher("alarm")) {
      assertThatThrownBy(() -> publisher.publish(List.of(message(10, Map.of()))))
          .hasMessageContaining("holds all publishers back")
          .hasMessageContaining("low on disk");
    } finally {
      node.ctl("set_disk_free_limit", "50MB");
    }
  }

  private static void declare(String queue, String type) throws Exception {
    try (Channel channel = connection.createChannel()) {
      channel.queueDeclare(queue, true, false, false, Map.of("x-queue-type", type));
    }
  }

  private static RabbitPublisher publisher(String queue) throws Exception {
    Rabbit settings =
        new Rabbit(
            "legacy",
            node.amqpUri(),
            null,
            null,
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            1 << 20,
            null,
            null);
    return RabbitPublisher.open(settings, new From.RabbitQueue("legacy", queue), workers);
  }

  private static LegacyMessage message(int size, Map<String, Object> headers) {
    Origin origin = new Origin("route", "rabbitmq", "legacy", "back", false);
    return new LegacyMessage(
        origin,
        Map.of(Property.DELIVERY_MODE, 2),
        Map.copyOf(headers),
        new Body.Bytes(new byte[size]),
        false);
  }
}

package dev.pontoon.source.jms;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.pontoon.config.Connection.Jms;
import dev.pontoon.config.From.JmsQueue;
import dev.pontoon.rig.rabbit.RabbitInstall;
import dev.pontoon.rig.rabbit.RabbitNode;
import dev.pontoon.rig.rabbit.RabbitSetup;
import jakarta.jms.ConnectionFactory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** RabbitMQ from 4.0 on speaks AMQP 1.0, but without transactions; some do not even answer. */
@Timeout(300)
class JmsOnRabbitIT {
  @Test
  void itIsSaidThatThereAreNoTransactionsAndWhatToUse() throws Exception {
    List<RabbitInstall> installs =
        RabbitInstall.all().stream().filter(it -> it.version().startsWith("4")).toList();
    assumeThat(installs).as("RabbitMQ 4 on this machine").isNotEmpty();
    for (RabbitInstall install : installs) {
      try (RabbitNode node = RabbitNode.started(install, RabbitSetup.fresh())) {
        Jms settings = settings(node.amqpPort());
        ConnectionFactory factory =
            new JmsConnectionFactories(getClass().getClassLoader()).create(settings);
        Subscription what = Subscription.of(new JmsQueue("legacy", "/queues/Q", null), true);
        assertThatThrownBy(() -> JmsLink.open(factory, settings, what, SizeGate.open(), why -> {}))
            .as(install.version())
            .hasMessageContaining("RabbitMQ, which has no transactions over AMQP 1.0")
            .hasMessageContaining("from.rabbitmq");
      }
    }
  }

  private static Jms settings(int port) {
    String address = "amqp://127.0.0.1:" + port;
    Map<String, Object> properties =
        Map.of("remoteURI", address, "username", "guest", "password", "guest");
    String factory = "org.apache.qpid.jms.JmsConnectionFactory";
    return new Jms("legacy", factory, properties, null, null, null, null, 1 << 20);
  }
}

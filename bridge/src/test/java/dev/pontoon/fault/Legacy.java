package dev.pontoon.fault;

import com.rabbitmq.client.ConnectionFactory;
import dev.pontoon.rig.ProcessBroker;
import dev.pontoon.rig.jms.ArtemisBroker;
import dev.pontoon.rig.jms.JmsBrokerProcess;
import dev.pontoon.rig.jms.JmsKind;
import dev.pontoon.rig.jms.JmsSetup;
import dev.pontoon.rig.ledger.Ledger;
import dev.pontoon.rig.load.JmsLoad;
import dev.pontoon.rig.load.Payloads;
import dev.pontoon.rig.load.RabbitLoad;
import dev.pontoon.rig.rabbit.RabbitInstall;
import dev.pontoon.rig.rabbit.RabbitNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A legacy broker in a process of its own, as bridge and publishers see it. */
sealed interface Legacy extends AutoCloseable {
  Duration PATIENCE = Duration.ofMinutes(3);

  ProcessBroker broker();

  int port();

  /** Makes the queue, where it is not made by its use. */
  default void declare(String queue) throws Exception {}

  /** The entry {@code connections} of bridge.yaml, through a proxy on that port. */
  String connection(int proxyPort);

  /** The value of {@code from} of a route. */
  String from(String queue);

  Load load(String queue, Ledger ledger, Payloads payloads, long seed);

  @Override
  default void close() {
    broker().close();
  }

  /** RabbitMQ with queues of one type. */
  record Rabbit(RabbitNode broker, String queueType) implements Legacy {
    @Override
    public int port() {
      return broker.amqpPort();
    }

    @Override
    public void declare(String queue) throws Exception {
      ConnectionFactory factory = new ConnectionFactory();
      factory.setUri(broker.amqpUri());
      try (var connection = factory.newConnection("test");
          var channel = connection.createChannel()) {
        channel.queueDeclare(queue, true, false, false, Map.of("x-queue-type", queueType));
      }
    }

    @Override
    public String connection(int proxyPort) {
      return "connections: { legacy: { rabbitmq: { uri: \"%s\", heartbeat: 5s } } }\n"
          .formatted(broker.amqpUri(proxyPort));
    }

    @Override
    public String from(String queue) {
      return "{ rabbitmq: { queue: " + queue + " } }";
    }

    @Override
    public Load load(String queue, Ledger ledger, Payloads payloads, long seed) {
      RabbitLoad load =
          new RabbitLoad(broker.amqpUri(), "", queue, ledger, payloads, seed, PATIENCE);
      return new Load() {
        @Override
        public void publish(int count) {
          load.publish(count);
        }

        @Override
        public void close() {
          load.close();
        }
      };
    }
  }

  /** A JMS broker and the client by which the bridge reads it. */
  record Jms(JmsBrokerProcess broker, JmsClient client) implements Legacy {
    @Override
    public int port() {
      return broker.port();
    }

    @Override
    public String connection(int proxyPort) {
      return "connections: { legacy: { jms: { factory: %s, properties: { %s: \"%s\" } } } }\n"
          .formatted(client.factory, client.address, client.uri.formatted(proxyPort));
    }

    @Override
    public String from(String queue) {
      return "{ jms: { queue: " + queue + " } }";
    }

    @Override
    public Load load(String queue, Ledger ledger, Payloads payloads, long seed) {
      JmsLoad load =
          new JmsLoad(broker.connectionFactory(), queue, ledger, payloads, seed, 50, PATIENCE);
      return new Load() {
        @Override
        public void publish(int count) {
          load.publish(count);
        }

        @Override
        public void close() {
          load.close();
        }
      };
    }
  }

  /** The JMS clients that read, told to find a silent broker within 10 s instead of a minute. */
  enum JmsClient {
    OPENWIRE(
        "org.apache.activemq.ActiveMQConnectionFactory",
        "brokerURL",
        "tcp://127.0.0.1:%d?wireFormat.maxInactivityDuration=10000"),
    CORE(
        "org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory",
        "brokerURL",
        "tcp://127.0.0.1:%d?connectionTTL=10000&clientFailureCheckPeriod=5000"),
    AMQP(
        "org.apache.qpid.jms.JmsConnectionFactory",
        "remoteURI",
        "amqp://127.0.0.1:%d?amqp.idleTimeout=10000");

    private final String factory;
    private final String address;
    private final String uri;

    JmsClient(String factory, String address, String uri) {
      this.factory = factory;
      this.address = address;
      this.uri = uri;
    }
  }

  /** Every kind of source that the guarantees are tested with. */
  enum Kind {
    RABBITMQ_CLASSIC,
    RABBITMQ_QUORUM,
    ACTIVEMQ,
    ARTEMIS,
    AMQP_1_0;

    /** Those of {@code -Dpontoon.faults.sources=rabbitmq_quorum,artemis}, else all. */
    static List<Kind> chosen() {
      String chosen = System.getProperty("pontoon.faults.sources", "").toUpperCase(Locale.ROOT);
      return chosen.isBlank()
          ? List.of(values())
          : Stream.of(chosen.split(",")).map(String::strip).map(Kind::valueOf).toList();
    }

    /**
     * The name of a queue that has the setting without which its broker does not keep the order
     * when readers die: on Artemis an exclusive one.
     */
    String orderly(String queue) {
      return this == ARTEMIS || this == AMQP_1_0 ? ArtemisBroker.EXCLUSIVE + "." + queue : queue;
    }

    /**
     * A running broker, persistent in a temporary folder. A test whose broker is not on this
     * machine is skipped.
     */
    Legacy started() {
      Assumptions.assumeTrue(
          !name().startsWith("RABBITMQ") || RabbitNode.installed(), RabbitInstall.missing());
      return switch (this) {
        case RABBITMQ_CLASSIC -> new Rabbit(RabbitNode.started(), "classic");
        case RABBITMQ_QUORUM -> new Rabbit(RabbitNode.started(), "quorum");
        case ACTIVEMQ -> jms(JmsKind.CLASSIC, JmsClient.OPENWIRE);
        case ARTEMIS -> jms(JmsKind.ARTEMIS, JmsClient.CORE);
        case AMQP_1_0 -> jms(JmsKind.ARTEMIS, JmsClient.AMQP);
      };
    }

    private static Legacy jms(JmsKind kind, JmsClient client) {
      return new Jms(JmsBrokerProcess.started(kind, JmsSetup.onDisk()), client);
    }
  }
}

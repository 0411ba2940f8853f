package dev.pontoon.source.jms;

import dev.pontoon.config.Connection;
import dev.pontoon.rig.jms.ActiveMqBroker;
import dev.pontoon.rig.jms.ArtemisBroker;
import dev.pontoon.rig.jms.JmsBroker;
import dev.pontoon.rig.jms.JmsSetup;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A client together with its broker. */
enum Provider {
  CLASSIC("org.apache.activemq.ActiveMQConnectionFactory", "brokerURL", "tcp"),
  CLASSIC_FAILOVER("org.apache.activemq.ActiveMQConnectionFactory", "brokerURL", "failover:tcp"),
  ARTEMIS("org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory", "brokerURL", "tcp"),
  AMQP("org.apache.qpid.jms.JmsConnectionFactory", "remoteURI", "amqp");

  private final String factory;
  private final String address;
  private final String scheme;

  Provider(String factory, String address, String scheme) {
    this.factory = factory;
    this.address = address;
    this.scheme = scheme;
  }

  boolean classic() {
    return this == CLASSIC || this == CLASSIC_FAILOVER;
  }

  JmsBroker broker() {
    return classic()
        ? ActiveMqBroker.started(JmsSetup.onDisk())
        : ArtemisBroker.started(JmsSetup.onDisk());
  }

  Connection.Jms settings(int port, @Nullable String clientId) {
    String uri = scheme + "://127.0.0.1:" + port;
    return new Connection.Jms(
        "legacy", factory, Map.of(address, uri), null, null, null, clientId, 256L << 20);
  }
}

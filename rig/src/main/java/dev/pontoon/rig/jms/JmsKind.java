package dev.pontoon.rig.jms;

import static dev.pontoon.rig.Ports.LOOPBACK;

import jakarta.jms.ConnectionFactory;
import org.apache.activemq.ActiveMQConnectionFactory;

/** The JMS brokers of the rig, each with its own client. Queues and topics are made by use. */
public enum JmsKind {
  /** ActiveMQ Classic, OpenWire. */
  CLASSIC {
    @Override
    public ConnectionFactory connectionFactory(int port) {
      return new ActiveMQConnectionFactory(uri(port));
    }

    @Override
    JmsBroker started(JmsSetup setup) {
      return ActiveMqBroker.started(setup);
    }
  },

  /** ActiveMQ Artemis, its own protocol and AMQP 1.0 on one port. */
  ARTEMIS {
    @Override
    public ConnectionFactory connectionFactory(int port) {
      return new org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory(uri(port));
    }

    @Override
    JmsBroker started(JmsSetup setup) {
      return ArtemisBroker.started(setup);
    }
  };

  /** For this broker's own client. */
  public String uri(int port) {
    return "tcp://" + LOOPBACK + ":" + port;
  }

  /** This broker's own client; another port than the broker's when a proxy stands in front. */
  public abstract ConnectionFactory connectionFactory(int port);

  abstract JmsBroker started(JmsSetup setup);
}

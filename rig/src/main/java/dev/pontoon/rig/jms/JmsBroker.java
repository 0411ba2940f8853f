package dev.pontoon.rig.jms;

import dev.pontoon.rig.Broker;
import jakarta.jms.ConnectionFactory;

/** A JMS broker in either form. No user, no password. */
public interface JmsBroker extends Broker {

  /** Which broker it is. */
  JmsKind kind();

  /** Where it listens. */
  int port();

  /** For the broker's own client. */
  default String uri() {
    return kind().uri(port());
  }

  /** A new connection factory of the broker's own client. */
  default ConnectionFactory connectionFactory() {
    return kind().connectionFactory(port());
  }
}

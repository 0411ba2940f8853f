package dev.pontoon.source.jms;

import dev.pontoon.config.Connection.Jms;
import jakarta.jms.ConnectionFactory;
import org.apache.camel.CamelContext;
import org.springframework.jms.connection.UserCredentialsConnectionFactoryAdapter;

/** A JMS connection of bridge.yaml for stock Camel components. */
public final class OfferedJms {
  private OfferedJms() {}

  /**
   * Offers the connection factory in Camel's registry under the connection's name, with its user
   * and password. It is made when a component first asks for it, and what is wrong with its
   * settings is said then.
   */
  public static void offer(CamelContext context, Jms settings) {
    context
        .getRegistry()
        .bind(settings.name(), ConnectionFactory.class, () -> withCredentials(settings));
  }

  private static ConnectionFactory withCredentials(Jms settings) {
    try {
      ConnectionFactory made =
          new JmsConnectionFactories(OfferedJms.class.getClassLoader()).create(settings);
      if (settings.username() == null) {
        return made;
      }
      var adapter = new UserCredentialsConnectionFactoryAdapter();
      adapter.setTargetConnectionFactory(made);
      adapter.setUsername(settings.username());
      if (settings.password() != null) {
        adapter.setPassword(settings.password().reveal());
      }
      return adapter;
    } catch (BadFactoryException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}

package dev.pontoon.it;

import dev.pontoon.rig.Ports;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.security.impl.SecurityStoreImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;

/**
 * An Artemis in this JVM whose user {@code pontoon} may do with each address what is given here and
 * nothing else, while {@code boss} may do everything.
 */
record GuardedArtemis(ActiveMQConnectionFactory client, int port, EmbeddedActiveMQ broker)
    implements AutoCloseable {
  /**
   * Artemis, with a queue for each address but those of topics.
   *
   * @param rights words as in {@code broker.xml}, such as {@code consume}, for each address
   * @param topics addresses whose messages go to all subscriptions
   */
  static GuardedArtemis started(Map<String, Set<String>> rights, Set<String> topics)
      throws Exception {
    int port = Ports.free();
    String uri = "tcp://" + Ports.LOOPBACK + ":" + port;
    ConfigurationImpl configuration = new ConfigurationImpl();
    configuration
        .setPersistenceEnabled(false)
        .setJMXManagementEnabled(false)
        .setMaxDiskUsage(100)
        .addAcceptorConfiguration("all", uri + "?protocols=CORE");
    rights.forEach(
        (address, words) -> {
          configuration.putSecurityRoles(
              address, Set.of(role("bridges", words::contains), role("bosses", word -> true)));
          if (topics.contains(address)) {
            configuration.addAddressConfiguration(
                new CoreAddressConfiguration()
                    .setName(address)
                    .addRoutingType(RoutingType.MULTICAST));
          } else {
            configuration.addQueueConfiguration(
                QueueConfiguration.of(address).setRoutingType(RoutingType.ANYCAST));
          }
        });
    SecurityConfiguration users = new SecurityConfiguration();
    users.addUser("pontoon", "secret");
    users.addRole("pontoon", "bridges");
    users.addUser("boss", "secret");
    users.addRole("boss", "bosses");
    EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
    broker.setConfiguration(configuration);
    broker.setSecurityManager(
        new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users));
    broker.start();
    return new GuardedArtemis(new ActiveMQConnectionFactory(uri), port, broker);
  }

  private static Role role(String name, Predicate<String> may) {
    return new Role(
        name,
        may.test("send"),
        may.test("consume"),
        may.test("createDurableQueue"),
        may.test("deleteDurableQueue"),
        may.test("createNonDurableQueue"),
        may.test("deleteNonDurableQueue"),
        may.test("manage"),
        may.test("browse"),
        may.test("createAddress"),
        may.test("deleteAddress"));
  }

  /** The entry {@code connections} of bridge.yaml. */
  String yaml() {
    return """
    connections:
      legacy:
        jms:
          factory: %s
          properties: { brokerURL: "tcp://127.0.0.1:%d" }
          username: pontoon
          password: secret
    """
        .formatted(ActiveMQConnectionFactory.class.getName(), port);
  }

  /** From now on the bridge's user needs this password; who is connected is thrown out. */
  void changePassword(String password) throws Exception {
    var server = broker.getActiveMQServer();
    var security = (ActiveMQJAASSecurityManager) server.getSecurityManager();
    security.getConfiguration().addUser("pontoon", password);
    ((SecurityStoreImpl) server.getSecurityStore()).invalidateAuthenticationCache();
    server.getActiveMQServerControl().closeConnectionsForUser("pontoon");
  }

  /** Texts from an application that may do everything. */
  void send(String name, boolean topic, int count) throws JMSException {
    try (Connection connection = client.createConnection("boss", "secret");
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        MessageProducer producer =
            session.createProducer(topic ? session.createTopic(name) : session.createQueue(name))) {
      for (int i = 0; i < count; i++) {
        producer.send(session.createTextMessage("order " + i));
      }
    }
  }

  int waiting(String queue) throws JMSException {
    try (Connection connection = client.createConnection("boss", "secret");
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        QueueBrowser browser = session.createBrowser(session.createQueue(queue))) {
      connection.start();
      return Collections.list(browser.getEnumeration()).size();
    }
  }

  @Override
  public void close() throws Exception {
    broker.stop();
  }
}

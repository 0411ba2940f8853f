import java.util.List;
import java.util.Map;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.security.AuthenticationUser;
import org.apache.activemq.security.SimpleAuthenticationPlugin;

/** ActiveMQ with KahaDB on port 61616. With ACTIVEMQ_CONNECTION_USER set, only that user gets in. */
class Broker {
  public static void main(String[] args) throws Exception {
    var broker = new BrokerService();
    broker.setBrokerName("localhost");
    broker.setDataDirectory("/opt/apache-activemq/data");
    broker.setUseJmx(false);
    broker.addConnector("tcp://0.0.0.0:61616");
    Map<String, String> env = System.getenv();
    if (env.containsKey("ACTIVEMQ_CONNECTION_USER")) {
      var user =
          new AuthenticationUser(
              env.get("ACTIVEMQ_CONNECTION_USER"),
              env.get("ACTIVEMQ_CONNECTION_PASSWORD"),
              "users,admins");
      broker.setPlugins(new BrokerPlugin[] {new SimpleAuthenticationPlugin(List.of(user))});
    }
    broker.start();
    broker.waitUntilStopped();
  }
}

import java.util.Objects;
import org.apache.activemq.broker.BrokerFilter;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.command.ConnectionInfo;

/** ActiveMQ with KahaDB on port 61616. With ACTIVEMQ_CONNECTION_USER set, only that user gets in. */
class Broker {
  public static void main(String[] args) throws Exception {
    var broker = new BrokerService();
    broker.setBrokerName("localhost");
    broker.setDataDirectory("/opt/apache-activemq/data");
    broker.setUseJmx(false);
    broker.addConnector("tcp://0.0.0.0:61616");
    String user = System.getenv("ACTIVEMQ_CONNECTION_USER");
    if (user != null) {
      String password = System.getenv("ACTIVEMQ_CONNECTION_PASSWORD");
      broker.setPlugins(new BrokerPlugin[] {next -> new OnlyUser(next, user, password)});
    }
    broker.start();
    broker.waitUntilStopped();
  }

  private static class OnlyUser extends BrokerFilter {
    private final String user;
    private final String password;

    OnlyUser(org.apache.activemq.broker.Broker next, String user, String password) {
      super(next);
      this.user = user;
      this.password = password;
    }

    @Override
    public void addConnection(ConnectionContext context, ConnectionInfo info) throws Exception {
      if (!user.equals(info.getUserName()) || !Objects.equals(password, info.getPassword())) {
        throw new SecurityException("User name [" + info.getUserName() + "] or password is invalid.");
      }
      super.addConnection(context, info);
    }
  }
}

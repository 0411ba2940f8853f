package dev.pontoon.rig.rabbit;

import com.rabbitmq.client.ConnectionFactory;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The RabbitMQ that this machine has to offer. Taken in this order, and said once in the log:
 *
 * <ol>
 *   <li>the one whose URI is given: system property {@value #PROPERTY} or environment variable
 *       {@value #VARIABLE};
 *   <li>a container, where Docker answers and the image is there or can be pulled;
 *   <li>a private node of the installed rabbitmq-server, or of the version that is asked for: see
 *       {@link RabbitInstall}; then no container is taken;
 *   <li>the embedded Qpid broker, which is not RabbitMQ: see {@link #isRealRabbit}.
 * </ol>
 *
 * <p>It is for tests that only use a broker. Tests that break one start their own {@link
 * RabbitNode}.
 */
public final class TestRabbit implements AutoCloseable {

  static final String PROPERTY = "pontoon.test.rabbitmq";
  static final String VARIABLE = "PONTOON_TEST_RABBITMQ";

  private static final Logger LOG = LoggerFactory.getLogger(TestRabbit.class);

  private final Kind kind;
  private final String uri;
  private final @Nullable Hosts hosts;
  private final AutoCloseable broker;
  private final AtomicInteger made = new AtomicInteger();

  /** Which one was taken. */
  public enum Kind {
    GIVEN,
    CONTAINER,
    PRIVATE_NODE,
    EMBEDDED_QPID
  }

  private interface Ctl {
    void run(String... arguments);
  }

  /** Makes a virtual host; returns its URI. */
  private interface Hosts {
    String fresh(String name);
  }

  private TestRabbit(Kind kind, String uri, @Nullable Hosts hosts, AutoCloseable broker) {
    this.kind = kind;
    this.uri = uri;
    this.hosts = hosts;
    this.broker = broker;
  }

  /** The one that all tests of this JVM share: made at the first call, ended with the JVM. */
  public static TestRabbit shared() {
    return Shared.RABBIT;
  }

  /** One of your own; close it. */
  public static TestRabbit choose() {
    TestRabbit chosen =
        given().or(TestRabbit::container).or(TestRabbit::privateNode).orElseGet(TestRabbit::qpid);
    LOG.atInfo()
        .addKeyValue("kind", chosen.kind)
        .addKeyValue("why", why(chosen.kind))
        .log("RabbitMQ for the tests");
    return chosen;
  }

  /** Which one was taken. */
  public Kind kind() {
    return kind;
  }

  /** False for the stand-in; then skip what only RabbitMQ can do. */
  public boolean isRealRabbit() {
    return kind != Kind.EMBEDDED_QPID;
  }

  /** The default virtual host. Others use it too: choose unique names. */
  public String uri() {
    return uri;
  }

  /**
   * A new, empty virtual host where we may make one (about 1 s), so that names need not be unique;
   * else the same as {@link #uri}. On a given RabbitMQ its management API makes it, see {@link
   * GivenHosts}.
   */
  public String freshUri() {
    String name = "rig-" + ProcessHandle.current().pid() + "-" + made.incrementAndGet();
    return hosts == null ? uri : hosts.fresh(name);
  }

  private static Hosts hosts(String uri, Ctl ctl) {
    return name -> {
      ctl.run("add_vhost", name);
      ctl.run("set_permissions", "-p", name, "guest", ".*", ".*", ".*");
      return uri + "/" + name;
    };
  }

  @Override
  public void close() throws Exception {
    broker.close();
  }

  private static Optional<TestRabbit> given() {
    return givenUri()
        .map(
            uri -> {
              GivenHosts hosts = new GivenHosts(checked(uri));
              return new TestRabbit(Kind.GIVEN, uri, hosts::fresh, hosts);
            });
  }

  private static Optional<String> givenUri() {
    return Optional.ofNullable(System.getProperty(PROPERTY))
        .or(() -> Optional.ofNullable(System.getenv(VARIABLE)))
        .filter(text -> !text.isBlank());
  }

  /** A given broker that does not answer must fail here: falling back would hide it. */
  private static String checked(String uri) {
    ConnectionFactory factory = new ConnectionFactory();
    try {
      factory.setUri(uri);
      factory.newConnection("rig").close();
      return uri;
    } catch (Exception e) {
      throw new IllegalStateException(
          "the RabbitMQ given by " + PROPERTY + " or " + VARIABLE + " can't be reached", e);
    }
  }

  private static Optional<TestRabbit> container() {
    if (!RabbitInstall.wantedVersion().isEmpty()) {
      return Optional.empty();
    }
    return RabbitContainer.start()
        .map(it -> new TestRabbit(Kind.CONTAINER, it.amqpUri(), hosts(it.amqpUri(), it::ctl), it));
  }

  private static Optional<TestRabbit> privateNode() {
    // The stand-in is no answer to somebody who asks for a version.
    if (!RabbitNode.installed() && RabbitInstall.wantedVersion().isEmpty()) {
      return Optional.empty();
    }
    RabbitNode node = RabbitNode.started();
    return Optional.of(
        new TestRabbit(Kind.PRIVATE_NODE, node.amqpUri(), hosts(node.amqpUri(), node::ctl), node));
  }

  private static TestRabbit qpid() {
    QpidBroker broker = QpidBroker.started();
    return new TestRabbit(Kind.EMBEDDED_QPID, broker.amqpUri(), null, broker);
  }

  private static String why(Kind kind) {
    return switch (kind) {
      case GIVEN -> "its URI is given";
      case CONTAINER -> "no URI is given, Docker answers";
      case PRIVATE_NODE ->
          "no URI is given, no usable Docker, a version is there: " + RabbitInstall.wanted();
      case EMBEDDED_QPID -> "no URI, no usable Docker, no rabbitmq-server: not a real RabbitMQ";
    };
  }

  /** Processes and containers end by their own hooks. */
  private static final class Shared {
    static final TestRabbit RABBIT = choose();
  }
}

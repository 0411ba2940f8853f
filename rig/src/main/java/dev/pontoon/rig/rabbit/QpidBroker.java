package dev.pontoon.rig.rabbit;

import static dev.pontoon.rig.Ports.LOOPBACK;

import dev.pontoon.rig.Broker;
import dev.pontoon.rig.Ports;
import dev.pontoon.rig.WorkFolder;
import java.util.HashMap;
import java.util.Map;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.model.SystemConfig;
import org.jspecify.annotations.Nullable;

/**
 * An AMQP 0-9-1 broker in this JVM, in memory only, for machines without RabbitMQ: Apache Qpid
 * Broker-J. It carries the demo; no guarantee may be tested against it, for it is not RabbitMQ:
 *
 * <ul>
 *   <li>reject and nack with requeue=false requeue; nack with multiple=true returns the last only;
 *   <li>dead-letter exchanges, message TTL, length limits, priorities and queue types do not exist:
 *       a queue argument {@code x-…} closes the connection (542), but x-single-active-consumer;
 *   <li>the expiration property is a point in time: {@code "600000"} is expired at once, and text
 *       that is no number drops the connection;
 *   <li>no bindings between exchanges, no direct reply-to, no CC and BCC, no check of user-id;
 *   <li>no capabilities table: no consumer-cancel notification, no connection.blocked, a wrong
 *       password is close code 530;
 *   <li>many errors close the connection where RabbitMQ closes the channel; a redeclaration with
 *       another durability and the ack of an unknown tag are accepted;
 *   <li>prefetch is per channel, channel-max is 256, message counts include unacked ones;
 *   <li>a restart forgets everything.
 * </ul>
 *
 * <p>User and password are {@code guest}.
 */
public final class QpidBroker implements Broker {

  private static final String CONFIGURATION =
      """
      {
        "name": "rig",
        "modelVersion": "9.0",
        "authenticationproviders": [{
          "name": "plain", "type": "Plain", "secureOnlyMechanisms": [],
          "users": [{"name": "guest", "type": "managed", "password": "guest"}]
        }],
        "ports": [{
          "name": "AMQP", "port": "%d", "bindingAddress": "%s",
          "protocols": ["AMQP_0_9_1"], "authenticationProvider": "plain",
          "virtualhostaliases": [
            {"name": "defaultAlias", "type": "defaultAlias"},
            {"name": "nameAlias", "type": "nameAlias"}
          ]
        }],
        "virtualhostnodes": [{
          "name": "default", "type": "Memory", "defaultVirtualHostNode": "true",
          "virtualHostInitialConfiguration": "{\\"type\\": \\"Memory\\"}"
        }]
      }
      """;

  private final int port = Ports.free();
  private final WorkFolder folder = WorkFolder.of(null, "qpid");
  private final Map<String, String> context;
  private @Nullable SystemLauncher launcher;

  private QpidBroker(Map<String, String> context) {
    this.context = context;
  }

  /** A running broker on a free port. */
  public static QpidBroker started() {
    return started(Map.of());
  }

  /** The same, but arguments that it does not know are accepted, and do nothing. */
  public static QpidBroker lenient() {
    return started(Map.of("queue.behaviourOnUnknownDeclareArgument", "IGNORE"));
  }

  private static QpidBroker started(Map<String, String> context) {
    QpidBroker broker = new QpidBroker(context);
    try {
      broker.start();
    } catch (RuntimeException e) {
      broker.close();
      throw e;
    }
    return broker;
  }

  /** For clients, with user and password. */
  public String amqpUri() {
    return "amqp://guest:guest@" + LOOPBACK + ":" + port;
  }

  @Override
  public synchronized void start() {
    if (launcher != null) {
      return;
    }
    SystemLauncher starting = new SystemLauncher();
    try {
      starting.startup(settings());
    } catch (Exception e) {
      throw new IllegalStateException("the embedded Qpid broker did not start", e);
    }
    launcher = starting;
    if (!Ports.isOpen(port)) {
      stop();
      throw new IllegalStateException("the embedded Qpid broker does not listen on " + port);
    }
  }

  @Override
  public synchronized void stop() {
    if (launcher != null) {
      launcher.shutdown();
      launcher = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return launcher != null;
  }

  @Override
  public synchronized void close() {
    stop();
    folder.close();
  }

  private Map<String, Object> settings() {
    String initial =
        folder.file("initial.json", CONFIGURATION.formatted(port, LOOPBACK)).toUri().toString();
    // An empty file of our own: the default is looked up through a class path URL.
    String system = folder.file("system.properties", "").toUri().toString();
    Map<String, String> all = new HashMap<>(context);
    all.put("qpid.work_dir", folder.path().toString());
    return Map.of(
        "initialSystemPropertiesLocation",
        system,
        SystemConfig.TYPE,
        "Memory",
        SystemConfig.INITIAL_CONFIGURATION_LOCATION,
        initial,
        SystemConfig.STARTUP_LOGGED_TO_SYSTEM_OUT,
        false,
        SystemConfig.CONTEXT,
        all);
  }
}

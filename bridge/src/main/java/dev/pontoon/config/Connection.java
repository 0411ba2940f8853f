package dev.pontoon.config;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A legacy broker's address. */
public sealed interface Connection {
  /** The name under which routes know it. */
  String name();

  /**
   * RabbitMQ, or another AMQP 0-9-1 broker.
   *
   * @param uri {@code amqp://host:5672/vhost} or {@code amqps://…}; several hosts after commas are
   *     tried in turn
   * @param username null to take it from the URI, else guest
   * @param password null to take it from the URI, else guest
   * @param heartbeat asked for; the broker may lower it. Default 10 s
   * @param connectTimeout default 10 s
   * @param maxMessageSize larger deliveries are not taken. Default 256 MiB
   * @param tls null for the JVM's defaults on amqps
   * @param management where names of exchanges and queues are asked for; null for nowhere
   * @param streamPort where its stream plugin listens; null for the usual port
   */
  record Rabbit(
      String name,
      String uri,
      @Nullable String username,
      @Nullable Secret password,
      Duration heartbeat,
      Duration connectTimeout,
      long maxMessageSize,
      @Nullable Tls tls,
      @Nullable Management management,
      @Nullable Integer streamPort)
      implements Connection {
    /** With the usual port for streams. */
    public Rabbit(
        String name,
        String uri,
        @Nullable String username,
        @Nullable Secret password,
        Duration heartbeat,
        Duration connectTimeout,
        long maxMessageSize,
        @Nullable Tls tls,
        @Nullable Management management) {
      this(
          name,
          uri,
          username,
          password,
          heartbeat,
          connectTimeout,
          maxMessageSize,
          tls,
          management,
          null);
    }
  }

  /**
   * RabbitMQ's management API, which is only read.
   *
   * @param uri {@code http://host:15672} or {@code https://…}, with a path where it has one
   * @param username null for the connection's own login
   * @param password null for the connection's own login
   * @param timeout of one request. Default 10 s
   * @param lookAgain how long after an answer it is asked again. Default 1 min
   */
  record Management(
      String uri,
      @Nullable String username,
      @Nullable Secret password,
      Duration timeout,
      Duration lookAgain) {}

  /**
   * Any broker with a jakarta.jms client. Exactly one of factory and jndi is set.
   *
   * @param factory class name of the ConnectionFactory
   * @param properties bean properties of the factory, set through its setters
   * @param jndi the naming environment, with {@code lookup} as the factory's name in it
   * @param clientId JMS client id, needed by unshared durable subscriptions
   * @param maxMessageSize larger messages are not loaded. Default 256 MiB
   */
  record Jms(
      String name,
      @Nullable String factory,
      Map<String, Object> properties,
      @Nullable Jndi jndi,
      @Nullable String username,
      @Nullable Secret password,
      @Nullable String clientId,
      long maxMessageSize)
      implements Connection {}

  /**
   * @param lookup name of the ConnectionFactory
   * @param environment {@code java.naming.*} and provider properties
   */
  record Jndi(String lookup, Map<String, Object> environment) {}

  /**
   * PKCS#12 or JKS files.
   *
   * @param trustStore null for the JVM's trust store
   * @param keyStore null for no client certificate
   * @param verifyHostname default true
   */
  record Tls(
      @Nullable String trustStore,
      @Nullable Secret trustStorePassword,
      @Nullable String keyStore,
      @Nullable Secret keyStorePassword,
      boolean verifyHostname) {}
}

package dev.pontoon.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From checked values to {@link BridgeConfig}. */
final class BridgeBuilder {
  private BridgeBuilder() {}

  /** Only after a load without problems. */
  static BridgeConfig build(Values bridge) {
    Map<String, Connection> connections = new LinkedHashMap<>();
    Map<String, Values> written = bridge.find(BridgeOptions.CONNECTIONS);
    if (written != null) {
      written.forEach((name, values) -> connections.put(name, connection(name, values)));
    }
    Values http = bridge.find(BridgeOptions.HTTP);
    return new BridgeConfig(
        bridge.get(BridgeOptions.NAME),
        Collections.unmodifiableMap(connections),
        bridge.get(BridgeOptions.KAFKA),
        http == null ? BridgeConfig.Http.DEFAULT : http(http),
        limits(bridge.find(BridgeOptions.LIMITS)),
        claimCheck(bridge.find(BridgeOptions.CLAIM_CHECK)),
        bridge.get(BridgeOptions.STOP_TIMEOUT));
  }

  private static BridgeConfig.Http http(Values http) {
    BridgeConfig.Http listen = http.get(BridgeOptions.LISTEN);
    List<String> hosts = http.find(BridgeOptions.HOSTS);
    return new BridgeConfig.Http(listen.host(), listen.port(), hosts == null ? List.of() : hosts);
  }

  private static BridgeConfig.@Nullable ClaimCheck claimCheck(@Nullable Values values) {
    if (values == null) {
      return null;
    }
    String name = values.get(BridgeOptions.CLAIM_NAME);
    String store = values.find(BridgeOptions.CLAIM_STORE);
    if (store == null) {
      return new BridgeConfig.ClaimFolder(
          name, values.get(BridgeOptions.CLAIM_FOLDER), values.get(BridgeOptions.CLAIM_READERS));
    }
    String place = store.substring("s3://".length());
    int slash = place.indexOf('/');
    String prefix = slash < 0 ? "" : place.substring(slash + 1);
    return new BridgeConfig.ClaimBucket(
        name,
        slash < 0 ? place : place.substring(0, slash),
        prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/",
        values.find(BridgeOptions.CLAIM_ENDPOINT),
        values.get(BridgeOptions.CLAIM_REGION),
        values.find(BridgeOptions.CLAIM_ACCESS_KEY),
        values.find(BridgeOptions.CLAIM_SECRET_KEY));
  }

  private static BridgeConfig.Limits limits(@Nullable Values limits) {
    return limits == null
        ? BridgeConfig.Limits.DEFAULT
        : new BridgeConfig.Limits(
            limits.get(BridgeOptions.IN_FLIGHT), limits.get(BridgeOptions.BYTES_IN_FLIGHT));
  }

  private static Connection connection(String name, Values values) {
    Values rabbit = values.find(BridgeOptions.RABBITMQ);
    return rabbit != null ? rabbit(name, rabbit) : jms(name, values.get(BridgeOptions.JMS));
  }

  private static Connection.Rabbit rabbit(String name, Values values) {
    AmqpAddress address = values.get(BridgeOptions.URI);
    String username = values.find(BridgeOptions.USERNAME);
    Secret password = values.find(BridgeOptions.PASSWORD);
    return new Connection.Rabbit(
        name,
        address.uri(),
        username == null ? address.username() : username,
        password == null ? address.password() : password,
        values.get(BridgeOptions.HEARTBEAT),
        values.get(BridgeOptions.CONNECT_TIMEOUT),
        values.get(BridgeOptions.MAX_MESSAGE_SIZE),
        tls(values.find(BridgeOptions.TLS)),
        management(values.find(BridgeOptions.MANAGEMENT)),
        values.find(BridgeOptions.STREAM_PORT));
  }

  private static Connection.@Nullable Management management(@Nullable Values values) {
    return values == null
        ? null
        : new Connection.Management(
            values.get(BridgeOptions.MANAGEMENT_URI).replaceFirst("/+$", ""),
            values.find(BridgeOptions.MANAGEMENT_USERNAME),
            values.find(BridgeOptions.MANAGEMENT_PASSWORD),
            values.get(BridgeOptions.MANAGEMENT_TIMEOUT),
            values.get(BridgeOptions.LOOK_AGAIN));
  }

  private static Connection.@Nullable Tls tls(@Nullable Values values) {
    return values == null
        ? null
        : new Connection.Tls(
            values.find(BridgeOptions.TRUST_STORE),
            values.find(BridgeOptions.TRUST_STORE_PASSWORD),
            values.find(BridgeOptions.KEY_STORE),
            values.find(BridgeOptions.KEY_STORE_PASSWORD),
            values.get(BridgeOptions.VERIFY_HOSTNAME));
  }

  private static Connection.Jms jms(String name, Values values) {
    return new Connection.Jms(
        name,
        values.find(BridgeOptions.FACTORY),
        orEmpty(values.find(BridgeOptions.PROPERTIES)),
        jndi(values.find(BridgeOptions.JNDI)),
        values.find(BridgeOptions.USERNAME),
        values.find(BridgeOptions.PASSWORD),
        values.find(BridgeOptions.CLIENT_ID),
        values.get(BridgeOptions.MAX_MESSAGE_SIZE));
  }

  private static Connection.@Nullable Jndi jndi(@Nullable Values values) {
    return values == null
        ? null
        : new Connection.Jndi(
            values.get(BridgeOptions.LOOKUP), orEmpty(values.find(BridgeOptions.ENVIRONMENT)));
  }

  private static Map<String, Object> orEmpty(@Nullable Map<String, Object> map) {
    return map == null ? Map.of() : map;
  }
}

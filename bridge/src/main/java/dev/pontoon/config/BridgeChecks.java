package dev.pontoon.config;

import java.util.Map;

/** What can be wrong in bridge.yaml although every single value is right. */
final class BridgeChecks {
  private BridgeChecks() {}

  static void check(Values bridge) {
    Map<String, Values> connections = bridge.find(BridgeOptions.CONNECTIONS);
    if (connections != null) {
      connections.values().forEach(BridgeChecks::tls);
    }
  }

  /** Without TLS the certificates would be checked by nobody. */
  private static void tls(Values connection) {
    Values rabbit = connection.find(BridgeOptions.RABBITMQ);
    AmqpAddress address = rabbit == null ? null : rabbit.find(BridgeOptions.URI);
    if (rabbit != null
        && address != null
        && rabbit.wrote(BridgeOptions.TLS)
        && !address.uri().startsWith("amqps:")) {
      rabbit.problem(
          BridgeOptions.TLS,
          "the uri says amqp, which is without TLS",
          "write amqps:// there, or leave tls out");
    }
  }
}

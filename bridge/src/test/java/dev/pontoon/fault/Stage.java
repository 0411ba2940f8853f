package dev.pontoon.fault;

import dev.pontoon.rig.fault.TcpProxy;
import dev.pontoon.rig.kafka.KafkaProcess;
import dev.pontoon.rig.kafka.KafkaSetup;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** Kafka and one legacy broker, each in its own process and behind a proxy for the bridges. */
record Stage(
    Legacy.Kind kind, Legacy legacy, TcpProxy legacyProxy, KafkaProcess kafka, TcpProxy kafkaProxy)
    implements AutoCloseable {

  static Stage of(Legacy.Kind kind) {
    return of(kind, KafkaSetup.fresh());
  }

  static Stage of(Legacy.Kind kind, KafkaSetup fresh) {
    // First: a test that is skipped here must leave nothing running.
    Legacy legacy = kind.started();
    TcpProxy kafkaProxy = TcpProxy.to(fresh.port());
    KafkaProcess kafka = KafkaProcess.started(fresh.advertisedPort(kafkaProxy.port()));
    return new Stage(kind, legacy, TcpProxy.to(legacy.port()), kafka, kafkaProxy);
  }

  /** Makes a topic past the proxy, with as many replicas as the nodes' settings say. */
  void topic(String name, int partitions, Map<String, String> config) throws Exception {
    try (Admin admin = admin()) {
      NewTopic topic =
          new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(config);
      admin.createTopics(List.of(topic)).all().get();
    }
  }

  /** Past the proxy. */
  Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", kafka.directBootstrap()));
  }

  /** bridge.yaml for a bridge of that name, without {@code http}. */
  String bridgeYaml(String name) {
    return bridgeYaml(name, legacyProxy.port(), kafka.bootstrap(), "");
  }

  /**
   * The same with other addresses.
   *
   * @param more Kafka properties, each with a comma before it
   */
  String bridgeYaml(String name, int legacyPort, String bootstrap, String more) {
    return "name: "
        + name
        + "\n"
        + legacy.connection(legacyPort)
        + "kafka: { bootstrap.servers: \""
        + bootstrap
        + "\""
        + more
        + " }\n";
  }

  /** A route from a queue to the topic of the same name. */
  String route(String queue, Guarantee level) {
    return """
        id: %s
        from: %s
        to: { topic: %s }
        key: header:ledgerKey
        delivery: %s
        """
        .formatted(queue, legacy.from(queue), queue, level.yaml());
  }

  /** A bridge that is not started, with one route from a queue to its topic. */
  BridgeProcess bridge(Path folder, String name, String queue, Guarantee level) {
    return new BridgeProcess(folder, bridgeYaml(name), route(queue, level));
  }

  @Override
  public void close() {
    legacyProxy.close();
    kafkaProxy.close();
    legacy.close();
    kafka.close();
  }
}

package dev.pontoon.rig.kafka;

import static dev.pontoon.rig.Ports.LOOPBACK;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** Broker settings of one small, quick node. */
final class KraftProperties {

  private static final Map<String, String> SMALL_AND_QUICK =
      Map.ofEntries(
          Map.entry("process.roles", "broker,controller"),
          Map.entry("node.id", "1"),
          Map.entry("controller.listener.names", "CONTROLLER"),
          Map.entry("inter.broker.listener.name", "INTERNAL"),
          Map.entry(
              "listener.security.protocol.map",
              "PLAINTEXT:PLAINTEXT,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT"),
          Map.entry("auto.create.topics.enable", "false"),
          Map.entry("offsets.topic.num.partitions", "1"),
          Map.entry("offsets.topic.replication.factor", "1"),
          Map.entry("transaction.state.log.num.partitions", "1"),
          Map.entry("transaction.state.log.replication.factor", "1"),
          Map.entry("transaction.state.log.min.isr", "1"),
          Map.entry("share.coordinator.state.topic.num.partitions", "1"),
          Map.entry("share.coordinator.state.topic.replication.factor", "1"),
          Map.entry("share.coordinator.state.topic.min.isr", "1"),
          Map.entry("group.initial.rebalance.delay.ms", "0"),
          Map.entry("num.network.threads", "2"),
          Map.entry("num.io.threads", "4"),
          // The default takes 128 MiB of heap at the start.
          Map.entry("log.cleaner.dedupe.buffer.size", "4194304"),
          // After kill -9 the node may only come back when its old session has run out.
          Map.entry("broker.session.timeout.ms", "3000"),
          Map.entry("broker.heartbeat.interval.ms", "500"));

  private KraftProperties() {}

  /** The internal listener keeps the nodes' talk among themselves off a proxy. */
  static Properties of(KafkaSetup setup, int internalPort, int controllerPort, Path data) {
    Properties all = new Properties();
    all.putAll(SMALL_AND_QUICK);
    String internal = "INTERNAL://" + address(internalPort);
    all.put(
        "listeners",
        "PLAINTEXT://"
            + address(setup.port())
            + ","
            + internal
            + ",CONTROLLER://"
            + address(controllerPort));
    all.put(
        "advertised.listeners",
        "PLAINTEXT://" + setup.advertisedHost() + ":" + setup.advertisedPort() + "," + internal);
    all.put("controller.quorum.voters", "1@" + address(controllerPort));
    all.put("log.dirs", data.toString());
    all.putAll(setup.properties());
    return all;
  }

  /** A node that only keeps records: the first one decides. */
  static Properties ofSecond(KafkaSetup setup, int internalPort, int controllerPort, Path data) {
    Properties all = of(setup, internalPort, controllerPort, data);
    all.put("process.roles", "broker");
    all.put("node.id", "2");
    String own = "CONTROLLER://" + address(controllerPort);
    all.put("listeners", all.getProperty("listeners").replace("," + own, ""));
    return all;
  }

  static String address(int port) {
    return LOOPBACK + ":" + port;
  }
}

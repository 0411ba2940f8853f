package dev.pontoon.rig.kafka;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/** Formats the folder of a node once, and starts the node in this JVM. */
final class Kraft {

  private Kraft() {}

  static void write(Properties properties, Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      properties.store(out, null);
    }
  }

  /** Returns when the node serves. */
  static KafkaRaftServer start(Properties properties, Path file) {
    if (!Files.exists(Path.of(properties.getProperty("log.dirs"), "meta.properties"))) {
      format(file, Uuid.randomUuid().toString());
    }
    KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties), Time.SYSTEM);
    server.startup();
    return server;
  }

  /** Prepares a folder that was not used before for a node of this cluster. */
  static void format(Path file, String cluster) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int code =
        StorageTool.execute(
            new String[] {"format", "--cluster-id", cluster, "--config", file.toString()},
            new PrintStream(said, true, StandardCharsets.UTF_8));
    if (code != 0) {
      throw new IllegalStateException(
          "cannot format the Kafka folder of "
              + file
              + ": "
              + said.toString(StandardCharsets.UTF_8));
    }
  }
}

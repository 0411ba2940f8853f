package dev.pontoon.rig.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaRaftServer;

/** Runs one node until SIGTERM. */
final class KafkaMain {

  private KafkaMain() {}

  /**
   * @param args the settings file, and a file that is made when the node serves
   */
  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[0]);
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(file)) {
      properties.load(in);
    }
    KafkaRaftServer server = Kraft.start(properties, file);
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "stop"));
    Files.createFile(Path.of(args[1]));
    server.awaitShutdown();
  }
}

package dev.pontoon.rig.jms;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Runs one broker until SIGTERM. */
final class JmsBrokerMain {

  private JmsBrokerMain() {}

  /**
   * @param args kind, folder, port, persistent, and a file that is made when the broker serves
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    JmsSetup setup =
        new JmsSetup(
            Path.of(args[1]), Integer.parseInt(args[2]), Boolean.parseBoolean(args[3]), List.of());
    JmsBroker broker = JmsKind.valueOf(args[0]).started(setup);
    CountDownLatch end = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  broker.close();
                  end.countDown();
                },
                "stop"));
    Files.createFile(Path.of(args[4]));
    end.await();
  }
}

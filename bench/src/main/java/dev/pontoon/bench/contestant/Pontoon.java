package dev.pontoon.bench.contestant;

import dev.pontoon.bench.stage.Job;
import dev.pontoon.bench.stage.Line;
import dev.pontoon.bench.stage.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The bridge as users start it: {@code pontoon run}, one route per queue. */
final class Pontoon implements Contestant {

  /** JMS clients that a user would put into lib/. */
  private static final String CLIENTS = "bench/target/clients";

  private final String name;
  private final String delivery;

  Pontoon(String name, String delivery) {
    this.name = name;
    this.delivery = delivery;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String settings() {
    return "`pontoon run` with the launcher's own JVM flags and default limits; `key: header:key`,"
        + " `delivery: "
        + delivery
        + "`.";
  }

  @Override
  public boolean neighbour() {
    return false;
  }

  @Override
  public boolean reads(Source source) {
    return true;
  }

  @Override
  public Running start(Job job) {
    try {
      Path routes = Files.createDirectories(job.folder().resolve("routes"));
      for (Line line : job.lines()) {
        Files.writeString(routes.resolve(line.name() + ".yaml"), route(job, line));
      }
      Path config = job.folder().resolve("bridge.yaml");
      Files.writeString(config, bridge(job));
      Path gcLog = job.folder().resolve("gc.log");
      ProcessBuilder command =
          new ProcessBuilder(
              job.stage().home().resolve("pontoon").toString(),
              "run",
              "--config",
              config.toString(),
              "--routes",
              routes.toString());
      command.environment().put("PONTOON_JAVA_OPTS", JvmFlags.gcLog(gcLog));
      command.environment().put("PONTOON_LIB", job.stage().home().resolve(CLIENTS).toString());
      return OwnProcess.start(name, command, job.folder(), gcLog);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the settings of " + name, e);
    }
  }

  private String bridge(Job job) {
    return "name: bench\nconnections:\n  legacy:\n"
        + (job.workload().source().isJms() ? jms(job) : rabbit(job))
        + "kafka:\n  bootstrap.servers: "
        + job.stage().kafka().bootstrap()
        + "\nhttp: { listen: \"127.0.0.1:0\" }\n";
  }

  private static String rabbit(Job job) {
    return "    rabbitmq: { uri: \"amqp://127.0.0.1:"
        + job.stage().rabbit().amqpPort()
        + "\", username: guest, password: guest }\n";
  }

  private static String jms(Job job) {
    var broker = job.stage().jms(job.workload().source());
    return "    jms:\n      factory: "
        + broker.connectionFactory().getClass().getName()
        + "\n      properties: { brokerURL: \""
        + broker.uri()
        + "\" }\n";
  }

  private String route(Job job, Line line) {
    return "id: "
        + line.name()
        + "\nfrom:\n  "
        + (job.workload().source().isJms() ? "jms" : "rabbitmq")
        + ": { connection: legacy, queue: "
        + line.name()
        + " }\nto: { topic: "
        + line.name()
        + " }\nkey: header:key\ndelivery: "
        + delivery
        + "\n";
  }
}

package dev.pontoon.bench.contestant;

import dev.pontoon.bench.stage.Job;
import dev.pontoon.bench.stage.Line;
import dev.pontoon.bench.stage.Source;
import dev.pontoon.rig.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Kafka Connect's standalone worker with the open RabbitMQ source connector of Maven Central. */
final class KafkaConnect implements Contestant {

  private static final String MAIN = "org.apache.kafka.connect.cli.ConnectStandalone";
  private static final String LIBRARIES = "bench/connect/target/lib";
  private static final String PLUGINS = "bench/connect/target/plugins";

  /** Those of Connect's own start script. */
  private static final List<String> FLAGS =
      List.of(
          "-Xms256M",
          "-Xmx2G",
          "-server",
          "-XX:+UseG1GC",
          "-XX:MaxGCPauseMillis=20",
          "-XX:InitiatingHeapOccupancyPercent=35",
          "-XX:+ExplicitGCInvokesConcurrent");

  private final Path home;

  KafkaConnect(Path home) {
    this.home = home;
  }

  @Override
  public String name() {
    return "kafka-connect";
  }

  @Override
  public String settings() {
    return "Kafka Connect 3.8.1 standalone (the connector does not run on later ones) with com.github.jcustenborder kafka-connect-rabbitmq 0.0.2.16:"
        + " one connector and task per queue, prefetch 2000, the worker's own acks=all and idempotence,"
        + " linger 5 ms, batch 64 KiB, body by ExtractField, key = message id (the connector can't"
        + " take it from a header). JVM: `"
        + String.join(" ", FLAGS)
        + "`, those of Connect's own script.";
  }

  @Override
  public boolean reads(Source source) {
    return !source.isJms();
  }

  @Override
  public int enough() {
    return 50_000;
  }

  @Override
  public Optional<String> missing() {
    return Files.isDirectory(home.resolve(PLUGINS))
        ? Optional.empty()
        : Optional.of("the connector is not in " + PLUGINS + ": run through bench/run");
  }

  @Override
  public Running start(Job job) {
    try {
      List<String> arguments = new ArrayList<>();
      arguments.add(file(job, "worker", worker(job)));
      for (Line line : job.lines()) {
        arguments.add(file(job, line.name(), connector(job, line)));
      }
      return OwnProcess.java(
          name(), MAIN, home.resolve(LIBRARIES) + "/*", FLAGS, arguments, job.folder());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the settings of " + name(), e);
    }
  }

  private static String file(Job job, String name, String text) throws IOException {
    return Files.writeString(job.folder().resolve(name + ".properties"), text).toString();
  }

  private String worker(Job job) {
    return String.join(
        "\n",
        "bootstrap.servers=" + job.stage().kafka().bootstrap(),
        "key.converter=org.apache.kafka.connect.storage.StringConverter",
        "value.converter=org.apache.kafka.connect.converters.ByteArrayConverter",
        "offset.storage.file.filename=" + job.folder().resolve("offsets"),
        "plugin.path=" + home.resolve(PLUGINS),
        "plugin.discovery=only_scan",
        "listeners=http://127.0.0.1:" + Ports.free(),
        "producer.linger.ms=5",
        "producer.batch.size=65536",
        "producer.max.request.size=" + (128 << 20),
        "");
  }

  private static String connector(Job job, Line line) {
    return String.join(
        "\n",
        "name=" + line.name(),
        "connector.class=com.github.jcustenborder.kafka.connect.rabbitmq.RabbitMQSourceConnector",
        "tasks.max=1",
        "rabbitmq.host=127.0.0.1",
        "rabbitmq.port=" + job.stage().rabbit().amqpPort(),
        "rabbitmq.username=guest",
        "rabbitmq.password=guest",
        "rabbitmq.queue=" + line.name(),
        "rabbitmq.prefetch.count=2000",
        "kafka.topic=" + line.name(),
        "transforms=id,body",
        "transforms.id.type=org.apache.kafka.connect.transforms.ExtractField$Key",
        "transforms.id.field=messageId",
        "transforms.body.type=org.apache.kafka.connect.transforms.ExtractField$Value",
        "transforms.body.field=body",
        "");
  }
}

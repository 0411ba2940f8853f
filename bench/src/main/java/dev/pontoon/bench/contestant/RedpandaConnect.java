package dev.pontoon.bench.contestant;

import dev.pontoon.bench.stage.Job;
import dev.pontoon.bench.stage.Line;
import dev.pontoon.bench.stage.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Redpanda Connect, one process for all queues; its binary has to be given. */
final class RedpandaConnect implements Contestant {

  private final @Nullable String binary;

  RedpandaConnect(@Nullable String binary) {
    this.binary = binary;
  }

  @Override
  public String name() {
    return "redpanda-connect";
  }

  @Override
  public String settings() {
    return version()
        + ", `amqp_0_9` (prefetch 2000) to `kafka_franz` (acks=all, idempotent),"
        + " batches of up to 500 or 5 ms, up to 64 on their way, key and headers from the message.";
  }

  @Override
  public boolean reads(Source source) {
    return !source.isJms();
  }

  @Override
  public Optional<String> missing() {
    return binary != null && Files.isExecutable(Path.of(binary))
        ? Optional.empty()
        : Optional.of("no binary: REDPANDA_CONNECT in the environment has to name one");
  }

  @Override
  public Running start(Job job) {
    try {
      Path config = Files.writeString(job.folder().resolve("connect.yaml"), yaml(job));
      boolean runs = said("--help").stream().anyMatch(line -> line.strip().startsWith("run "));
      ProcessBuilder command =
          new ProcessBuilder(String.valueOf(binary), runs ? "run" : "-c", config.toString());
      return OwnProcess.start(name(), command, job.folder(), null);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the settings of " + name(), e);
    }
  }

  /**
   * Builds differ: the product, the open engine under its former name, a part of the components.
   */
  private String version() {
    if (missing().isPresent()) {
      return "Redpanda Connect";
    }
    String version = said("--version").stream().findFirst().orElse("");
    return "Redpanda Connect (or Benthos) " + version.replaceFirst("(?i)^version:\\s*", "");
  }

  private List<String> said(String option) {
    try {
      Process process = new ProcessBuilder(String.valueOf(binary), option).start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + binary, e);
    }
  }

  private static String yaml(Job job) {
    StringBuilder inputs = new StringBuilder();
    for (Line line : job.lines()) {
      inputs.append(
          """
              - amqp_0_9:
                  urls: ["%s"]
                  queue: %s
                  consumer_tag: bench
                  prefetch_count: 2000
                processors:
                  - mapping: 'meta topic = "%s"'
          """
              .formatted(job.stage().rabbit().amqpUri(), line.name(), line.name()));
    }
    return """
        http: { enabled: false }
        input:
          broker:
            inputs:
        %s
        output:
          kafka_franz:
            seed_brokers: ["%s"]
            topic: '${! meta("topic") }'
            key: '${! meta("key") }'
            idempotent_write: true
            max_in_flight: 64
            metadata: { include_patterns: [".*"] }
            batching: { count: 500, period: 5ms }
        """
        .formatted(inputs.toString().stripTrailing(), job.stage().kafka().bootstrap());
  }
}

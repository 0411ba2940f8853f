package dev.pontoon.bench.contestant;

import dev.pontoon.bench.stage.Job;
import dev.pontoon.bench.stage.Line;
import dev.pontoon.bench.stage.Source;
import java.util.ArrayList;
import java.util.List;

/** The limit: {@link RabbitLoop} in a JVM of its own. */
final class HandLoop implements Contestant {

  private static final int PREFETCH = 2000;
  private static final int BYTES_IN_FLIGHT = 32 << 20;

  private final String name;
  private final List<String> flags;

  HandLoop(String name, List<String> flags) {
    this.name = name;
    this.flags = flags;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String settings() {
    return "RabbitMQ's Java client and Kafka's producer, one channel per queue, the same guarantee as"
        + " level A: acknowledged in order, many at once, after Kafka's confirmation. Prefetch "
        + PREFETCH
        + " (or 32 MiB of bodies, if that is less), Pontoon's producer settings (acks=all,"
        + " idempotent, linger 5 ms, batch 64 KiB). JVM: `"
        + String.join(" ", flags)
        + "`.";
  }

  @Override
  public boolean neighbour() {
    return false;
  }

  @Override
  public boolean reads(Source source) {
    return !source.isJms();
  }

  @Override
  public boolean variant() {
    return !flags.equals(JvmFlags.LAUNCHER);
  }

  @Override
  public Running start(Job job) {
    List<String> arguments = new ArrayList<>();
    arguments.add(job.stage().rabbit().amqpUri());
    arguments.add(job.stage().kafka().bootstrap());
    arguments.add("" + Math.min(PREFETCH, Math.max(1, BYTES_IN_FLIGHT / job.workload().bytes())));
    job.lines().stream().map(Line::name).forEach(arguments::add);
    return OwnProcess.java(name, RabbitLoop.class, flags, arguments, job.folder());
  }
}

package dev.pontoon.bench.contestant;

import dev.pontoon.bench.stage.Job;
import dev.pontoon.bench.stage.Line;
import dev.pontoon.bench.stage.Source;
import java.util.ArrayList;
import java.util.List;

/** Camel without Pontoon: {@link CamelMain} in a JVM of its own. */
final class CamelRoute implements Contestant {

  private final String name;
  private final int enough;
  private final String from;
  private final String to;
  private final String remark;

  /**
   * @param from the consumer: component, then {@code ?} and its options
   * @param to options of the {@code kafka} producer; empty for its defaults
   */
  CamelRoute(String name, int enough, String from, String to, String remark) {
    this.name = name;
    this.enough = enough;
    this.from = from;
    this.to = to;
    this.remark = remark;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String settings() {
    return "Camel without Pontoon, `"
        + from
        + "` to `kafka"
        + (to.isEmpty() ? "" : "?" + to)
        + "`, key from the header: "
        + remark
        + " JVM: `"
        + String.join(" ", JvmFlags.PLAIN)
        + "`.";
  }

  @Override
  public boolean reads(Source source) {
    return source.isJms() == from.startsWith("jms");
  }

  @Override
  public int enough() {
    return enough;
  }

  @Override
  public boolean variant() {
    return !to.isEmpty();
  }

  @Override
  public Running start(Job job) {
    boolean jms = job.workload().source().isJms();
    String broker =
        jms
            ? JmsHandLoop.kind(job) + ":" + job.stage().jms(job.workload().source()).port()
            : job.stage().rabbit().amqpUri();
    String brokers = "brokers=" + job.stage().kafka().bootstrap();
    List<String> arguments =
        new ArrayList<>(List.of(broker, from, to.isEmpty() ? brokers : brokers + "&" + to));
    job.lines().stream().map(Line::name).forEach(arguments::add);
    return OwnProcess.java(name, CamelMain.class, JvmFlags.PLAIN, arguments, job.folder());
  }
}

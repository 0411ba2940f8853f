package dev.pontoon.bench.contestant;

import dev.pontoon.bench.stage.Job;
import dev.pontoon.bench.stage.Line;
import dev.pontoon.bench.stage.Source;
import java.util.ArrayList;
import java.util.List;

/** Camel without Pontoon: {@link CamelMain} in a JVM of its own. */
final class CamelRoute implements Contestant {

  private final String name;
  private final double share;
  private final String fromOptions;
  private final String toOptions;
  private final String remark;

  /**
   * @param fromOptions of the {@code spring-rabbitmq} consumer, ready for a URI
   * @param toOptions of the {@code kafka} producer, ready for a URI
   */
  CamelRoute(String name, double share, String fromOptions, String toOptions, String remark) {
    this.name = name;
    this.share = share;
    this.fromOptions = fromOptions;
    this.toOptions = toOptions;
    this.remark = remark;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String settings() {
    return "`spring-rabbitmq` ("
        + fromOptions
        + ") to `kafka` ("
        + (toOptions.isEmpty() ? "defaults" : toOptions)
        + "), key from the header; "
        + remark
        + " JVM: `"
        + String.join(" ", JvmFlags.PLAIN)
        + "`.";
  }

  @Override
  public boolean reads(Source source) {
    return !source.isJms();
  }

  @Override
  public double share() {
    return share;
  }

  @Override
  public Running start(Job job) {
    List<String> arguments = new ArrayList<>();
    arguments.add(job.stage().rabbit().amqpUri());
    arguments.add(fromOptions);
    arguments.add(toOptions.isEmpty() ? brokers(job) : brokers(job) + "&" + toOptions);
    job.lines().stream().map(Line::name).forEach(arguments::add);
    return OwnProcess.java(name, CamelMain.class, JvmFlags.PLAIN, arguments, job.folder());
  }

  private static String brokers(Job job) {
    return "brokers=" + job.stage().kafka().bootstrap();
  }
}

package dev.pontoon.bench.contestant;

import dev.pontoon.bench.stage.Job;
import dev.pontoon.bench.stage.Line;
import dev.pontoon.bench.stage.Source;
import dev.pontoon.rig.jms.JmsKind;
import java.util.ArrayList;
import java.util.List;

/** The limit for JMS: {@link JmsLoop} in a JVM of its own. */
final class JmsHandLoop implements Contestant {

  private final String name;

  JmsHandLoop(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String settings() {
    return "The broker's own JMS client and Kafka's producer, one transacted session per queue:"
        + " receive up to "
        + JmsLoop.BATCH
        + " messages (or 8 MiB), flush them to Kafka, commit. Pontoon's producer settings. JVM: `"
        + String.join(" ", JvmFlags.LAUNCHER)
        + "`.";
  }

  @Override
  public boolean neighbour() {
    return false;
  }

  @Override
  public boolean reads(Source source) {
    return source.isJms();
  }

  @Override
  public Running start(Job job) {
    List<String> arguments = new ArrayList<>();
    arguments.add(kind(job).name());
    arguments.add("" + job.stage().jms(job.workload().source()).port());
    arguments.add(job.stage().kafka().bootstrap());
    job.lines().stream().map(Line::name).forEach(arguments::add);
    return OwnProcess.java(name, JmsLoop.class, JvmFlags.LAUNCHER, arguments, job.folder());
  }

  static JmsKind kind(Job job) {
    return job.stage().jms(job.workload().source()).kind();
  }
}

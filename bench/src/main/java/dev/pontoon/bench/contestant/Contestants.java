package dev.pontoon.bench.contestant;

import java.util.List;

/** All that are known, in the order of a report. */
public final class Contestants {

  /** What the ratios of RabbitMQ workloads are measured against. */
  public static final String RABBIT_LIMIT = "hand-loop";

  private Contestants() {}

  /** New instances of all. */
  public static List<Contestant> all() {
    return List.of(
        new HandLoop(RABBIT_LIMIT, JvmFlags.LAUNCHER),
        new HandLoop("hand-loop-c2", JvmFlags.PLAIN),
        new Pontoon("pontoon-a", "at-least-once"),
        new Pontoon("pontoon-b", "effectively-once"),
        new CamelRoute(
            "camel",
            0.15,
            "autoDeclare=false",
            "",
            "nothing else set: one message at a time waits for Kafka."));
  }
}

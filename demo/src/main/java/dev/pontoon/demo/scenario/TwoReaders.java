package dev.pontoon.demo.scenario;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Two consumers of a queue take messages from each other; two groups of a topic do not. */
final class TwoReaders implements Scenario {
  private static final long STEP_MILLIS = 20;
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);

  @Override
  public String name() {
    return "two-readers";
  }

  @Override
  public Comparison play(LegacySide legacy, KafkaSide kafka) throws Exception {
    String queue = legacy.subscribe();
    List<String> published;
    List<String> a;
    List<String> b;
    try (Worker first = new Worker(legacy.connect(), queue);
        Worker second = new Worker(legacy.connect(), queue)) {
      published = legacy.publish(MESSAGES);
      workOff(first, second);
      a = first.done();
      b = second.done();
    }
    List<String> both = new ArrayList<>(a);
    both.addAll(b);
    List<String> billing = readAll(kafka, "billing");
    List<String> analytics = readAll(kafka, "analytics");
    return new Comparison(
        "Two applications read the same " + MESSAGES + " messages",
        "get " + a.size() + " and " + b.size(),
        "get " + billing.size() + " and " + analytics.size(),
        new Expectations()
            .between("messages for the first consumer of the queue", 1, MESSAGES - 1, a.size())
            .between("messages for the second consumer of the queue", 1, MESSAGES - 1, b.size())
            .equal("messages for both consumers of the queue", MESSAGES, both.size())
            .equal("different ones among them", MESSAGES, new HashSet<>(both).size())
            .equal("messages for the first consumer group", published, billing)
            .equal("messages for the second consumer group", published, analytics)
            .wrong());
  }

  private static void workOff(Worker first, Worker second) throws Exception {
    long end = System.nanoTime() + LIMIT_NANOS;
    while (first.done().size() + second.done().size() < MESSAGES && System.nanoTime() - end < 0) {
      first.next(STEP_MILLIS);
      second.next(STEP_MILLIS);
    }
  }

  private static List<String> readAll(KafkaSide kafka, String group) {
    try (KafkaSide.Reader reader = kafka.join(group)) {
      return reader.read(MESSAGES);
    }
  }
}

package dev.pontoon.bench.stage;

import java.util.Locale;

/**
 * A backlog to drain.
 *
 * @param bytes size of each body, at least {@link Bodies#SMALLEST}
 * @param queues the messages are spread over so many, each with a topic of its own
 * @param partitions of each topic
 * @param messages in all queues together, before a contestant's {@code share}
 */
public record Workload(Source source, int bytes, int queues, int partitions, int messages) {

  private static final int KIB = 1024;

  /** In commands and in reports, e.g. {@code rabbit-classic-1KiB-1q-12p}. */
  public String name() {
    String size = bytes % KIB == 0 ? bytes / KIB + "KiB" : bytes + "B";
    String where = source.name().toLowerCase(Locale.ROOT).replace('_', '-');
    return where + "-" + size + "-" + queues + "q-" + partitions + "p";
  }

  /** The same with another number of messages. */
  public Workload messages(int count) {
    return new Workload(source, bytes, queues, partitions, count);
  }
}

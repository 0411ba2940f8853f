package dev.pontoon.bench.stage;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A backlog to drain.
 *
 * @param bytes size of each body, at least {@link Bodies#SMALLEST}
 * @param queues the messages are spread over so many, each with a topic of its own
 * @param partitions of each topic
 * @param messages in all queues together, before a slow contestant is given fewer
 */
public record Workload(Source source, int bytes, int queues, int partitions, int messages) {

  private static final int KIB = 1024;
  private static final Pattern SHAPE = Pattern.compile("(\\d+)(B|KiB)-(\\d+)q-(\\d+)p");

  /** In commands and in reports, e.g. {@code rabbit-classic-1KiB-1q-12p}. */
  public String name() {
    return prefix(source) + size() + "-" + queues + "q-" + partitions + "p";
  }

  /** Of each body, e.g. {@code 1KiB}. */
  public String size() {
    return bytes % KIB == 0 ? bytes / KIB + "KiB" : bytes + "B";
  }

  /** The same with another number of messages. */
  public Workload messages(int count) {
    return new Workload(source, bytes, queues, partitions, count);
  }

  /**
   * The workload of that {@link #name}.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Workload named(String name, int messages) {
    for (Source source : Source.values()) {
      Matcher m = SHAPE.matcher(name.substring(Math.min(name.length(), prefix(source).length())));
      if (name.startsWith(prefix(source)) && m.matches()) {
        int bytes = Integer.parseInt(m.group(1)) * (m.group(2).equals("KiB") ? KIB : 1);
        return new Workload(
            source, bytes, Integer.parseInt(m.group(3)), Integer.parseInt(m.group(4)), messages);
      }
    }
    throw new IllegalArgumentException(
        "no workload: '" + name + "'; a workload is written as rabbit-classic-1KiB-1q-12p");
  }

  private static String prefix(Source source) {
    return source.name().toLowerCase(Locale.ROOT).replace('_', '-') + "-";
  }
}

package dev.pontoon.mapping;

import dev.pontoon.config.RouteConfig.To;

/** What a topic takes as its route plans it, where no Kafka is at hand to ask. */
public final class PlannedLimits {

  private PlannedLimits() {}

  /** The route's words, else Kafka's defaults. */
  public static TopicLimits of(To to) {
    TopicLimits usual = TopicLimits.DEFAULT;
    String policy = to.config().getOrDefault("cleanup.policy", to.compact() ? "compact" : "delete");
    boolean compacted = policy.contains("compact");
    Long retention = to.retentionMs();
    long planned = retention != null ? retention : number(to, "retention.ms", usual.retentionMs());
    return new TopicLimits(
        (int) number(to, "max.message.bytes", usual.maxRecordBytes()),
        compacted,
        policy.contains("delete") ? planned : -1,
        number(to, "message.timestamp.before.max.ms", usual.timestampBeforeMaxMs()),
        number(to, "message.timestamp.after.max.ms", usual.timestampAfterMaxMs()));
  }

  private static long number(To to, String name, long otherwise) {
    String text = to.config().get(name);
    try {
      return text == null ? otherwise : Long.parseLong(text);
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }
}

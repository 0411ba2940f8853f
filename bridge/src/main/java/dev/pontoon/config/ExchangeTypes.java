package dev.pontoon.config;

import java.util.Set;

/** Which exchanges give each of their queues a copy, so that one more takes nothing away. */
public final class ExchangeTypes {
  private static final Set<String> COPYING =
      Set.of(
          "direct",
          "fanout",
          "topic",
          "headers",
          "x-delayed-message",
          "x-jms-topic",
          "x-lvc",
          "x-message-deduplication",
          "x-recent-history",
          "x-rtopic");

  private ExchangeTypes() {}

  /** Whether it shares its messages out among its queues, or may: of what is not known, that. */
  public static boolean divides(String type) {
    return !COPYING.contains(type);
  }

  /** Why an exchange of this type is not mirrored. */
  public static String refusal(String type) {
    return "exchanges of type "
        + type
        + " divide their messages among their queues, as far as Pontoon knows: its own queue would"
        + " take a share away from the others. Mirror an exchange in front of it, or write"
        + " from.rabbitmq.dividing: accept";
  }
}

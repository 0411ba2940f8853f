package dev.pontoon.bench.contestant;

import dev.pontoon.bench.stage.Source;
import java.nio.file.Path;
import java.util.List;

/** All that are known, in the order of a report. */
public final class Contestants {

  private static final String RABBIT_LIMIT = "hand-loop";
  private static final String JMS_LIMIT = "hand-loop-jms";

  private Contestants() {}

  /** The hand-written loop that ratios are measured against. */
  public static String limit(Source source) {
    return source.isJms() ? JMS_LIMIT : RABBIT_LIMIT;
  }

  /**
   * New instances of all.
   *
   * @param home the source checkout
   */
  public static List<Contestant> all(Path home) {
    return List.of(
        new HandLoop(RABBIT_LIMIT, JvmFlags.LAUNCHER),
        new HandLoop("hand-loop-c2", JvmFlags.PLAIN),
        new JmsHandLoop(JMS_LIMIT),
        new Pontoon("pontoon-a", "at-least-once"),
        new Pontoon("pontoon-b", "effectively-once"),
        new CamelRoute(
            "camel",
            4_000,
            "spring-rabbitmq?autoDeclare=false",
            "",
            "nothing tuned, one message at a time waits for Kafka; after five failed tries it drops"
                + " the message."),
        new CamelRoute(
            "camel-tuned",
            60_000,
            "spring-rabbitmq?autoDeclare=false&rejectAndDontRequeue=false&concurrentConsumers=32"
                + "&prefetchCount=250&disableReplyTo=true",
            "lingerMs=1",
            "the quickest that is safe; 32 readers give the order up."),
        new CamelRoute(
            "camel-jms",
            500,
            "jms?transacted=true",
            "",
            "nothing tuned but the transaction, without which it loses messages."),
        new CamelRoute(
            "camel-jms-tuned",
            8_000,
            "jms?transacted=true&lazyCreateTransactionManager=false&cacheLevelName=CACHE_CONSUMER"
                + "&concurrentConsumers=16&disableReplyTo=true",
            "lingerMs=1",
            "the quickest that is safe; 16 readers give the order up."),
        new KafkaConnect(home),
        new RedpandaConnect(System.getenv("REDPANDA_CONNECT")),
        new Shovel());
  }
}

package dev.pontoon.app;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

/**
 * Leaves out what Kafka's producer says on every busy day of an effectively-once route: a record
 * that follows a commit at once is turned away while the brokers still write the commit down
 * (CONCURRENT_TRANSACTIONS), those behind it come without it (OUT_OF_ORDER_SEQUENCE), and all are
 * sent again in order. Only such retries: a producer that gives up says so in other words.
 */
public final class ExpectedRetries extends Filter<ILoggingEvent> {
  private static final String SENDER = "org.apache.kafka.clients.producer.internals.Sender";

  @Override
  public FilterReply decide(ILoggingEvent event) {
    return SENDER.equals(event.getLoggerName()) && expected(event.getFormattedMessage())
        ? FilterReply.DENY
        : FilterReply.NEUTRAL;
  }

  private static boolean expected(String message) {
    return message.contains("retrying (")
        && (message.contains("Error: CONCURRENT_TRANSACTIONS")
            || message.contains("Error: OUT_OF_ORDER_SEQUENCE_NUMBER"));
  }
}

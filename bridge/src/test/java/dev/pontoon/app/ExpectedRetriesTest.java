package dev.pontoon.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectedRetriesTest {
  private static final String SENDER = "org.apache.kafka.clients.producer.internals.Sender";

  @ParameterizedTest
  @CsvSource({
    SENDER + ",retrying (9 attempts left). Error: CONCURRENT_TRANSACTIONS,DENY",
    SENDER + ",retrying (9 attempts left). Error: OUT_OF_ORDER_SEQUENCE_NUMBER,DENY",
    SENDER + ",retrying (9 attempts left). Error: NOT_ENOUGH_REPLICAS,NEUTRAL",
    SENDER + ",The broker returned OUT_OF_ORDER_SEQUENCE_NUMBER and the producer fails,NEUTRAL",
    "dev.pontoon.kafka.KafkaSink,retrying (9 attempts left). Error: CONCURRENT_TRANSACTIONS,NEUTRAL"
  })
  void onlyTheRetriesOfBusyTransactionsAreLeftOut(String logger, String text, FilterReply reply) {
    Logger from = new LoggerContext().getLogger(logger);
    LoggingEvent event =
        new LoggingEvent("test", from, Level.WARN, "[Producer] " + text, null, null);
    assertThat(new ExpectedRetries().decide(event)).isEqualTo(reply);
  }
}

package dev.pontoon.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RepeatedLinesTest {
  private final AtomicLong clock = new AtomicLong();
  private final RepeatedLines filter = new RepeatedLines(clock::get);

  private LoggingEvent event(String logger, String message) {
    LoggerContext context = new LoggerContext();
    return new LoggingEvent("", context.getLogger(logger), Level.ERROR, message, null, null);
  }

  @Test
  void aClientsLinePassesOnceAMinuteWithTheNumberOfTheOthers() {
    String logger = "org.apache.kafka.clients.NetworkClient";
    assertThat(filter.decide(event(logger, "Connection to node -1 failed authentication")))
        .isEqualTo(FilterReply.NEUTRAL);
    for (int i = 1; i <= 3; i++) {
      assertThat(
              filter.decide(event(logger, "Connection to node -" + i + " failed authentication")))
          .isEqualTo(FilterReply.DENY);
    }
    assertThat(filter.decide(event(logger, "something else"))).isEqualTo(FilterReply.NEUTRAL);
    clock.addAndGet(Duration.ofMinutes(1).toNanos());
    LoggingEvent later = event(logger, "Connection to node -1 failed authentication");
    assertThat(filter.decide(later)).isEqualTo(FilterReply.NEUTRAL);
    assertThat(later.getKeyValuePairs().toString()).contains("heldBack", "3");
  }

  @Test
  void ourOwnLinesPass() {
    for (int i = 0; i < 3; i++) {
      assertThat(filter.decide(event("dev.pontoon.kafka.Topics", "the same")))
          .isEqualTo(FilterReply.NEUTRAL);
    }
  }
}

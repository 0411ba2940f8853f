package dev.pontoon.source.generic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OuterRouteTest {
  @ParameterizedTest
  @CsvSource({
    "jms:queue:Q, jms:queue:Q?disableReplyTo=true",
    "sjms2:Q?transacted=true, sjms2:Q?transacted=true&disableReplyTo=true",
    "spring-rabbitmq:x?queues=q, spring-rabbitmq:x?queues=q&disableReplyTo=true&autoDeclare=false"
        + "&rejectAndDontRequeue=false",
    "amqp:Q?disableReplyTo=false, amqp:Q?disableReplyTo=false",
    "file:inbox, file:inbox",
    "timer:t?period=10, timer:t?period=10"
  })
  void repliesAndDeclaringAreOffUnlessTheUserSays(String uri, String used) {
    assertThat(OuterRoute.harmless(uri)).isEqualTo(used);
  }
}

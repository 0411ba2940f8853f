package dev.pontoon.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.config.From;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginsTest {

  @Test
  void peopleReadWhichExchangeOrTopicAndWhatItIsReadThrough() {
    From exchange =
        new From.RabbitExchange(
            "legacy", "orders", List.of(), "pontoon.orders", "classic", null, null, null, null);
    From topic = new From.JmsTopic("amq", "PRICES", "pontoon.prices", false, null);

    assertThat(Origins.shown(exchange))
        .isEqualTo("exchange orders on legacy, through queue pontoon.orders");
    assertThat(Origins.shown(topic))
        .isEqualTo("JMS topic PRICES on amq, through subscription pontoon.prices");
    assertThat(Origins.shown(new From.JmsQueue("amq", "PAY", null)))
        .isEqualTo("JMS queue PAY on amq");
    assertThat(Origins.shown(new From.RabbitQueue("legacy", "q"))).isEqualTo("queue q on legacy");
  }

  @ParameterizedTest
  @CsvSource({
    "sftp://me:se@cr/et@host/in?password=x, Camel sftp://host/in",
    "ftp:me:secret@host/in, Camel ftp:host/in",
    "timer:tick?period=5, Camel timer:tick",
    "file:/in?password=a@b, Camel file:/in"
  })
  void noPasswordOfACamelUriIsShown(String uri, String shown) {
    From from = new From.Camel(uri);
    assertThat(Origins.shown(from)).isEqualTo(shown);
    assertThat("Camel " + Origins.of("files", from).queue()).isEqualTo(shown);
  }
}

package dev.pontoon.source.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One reply code for two things: no such queue, and a queue whose node is down. */
class MissingQueueTest {
  @ParameterizedTest
  @CsvSource({
    "404, NOT_FOUND - no queue orders in vhost /, true",
    "404, NOT_FOUND - home node of durable queue orders is down or inaccessible, false",
    "405, RESOURCE_LOCKED, false",
  })
  void onlyWhatIsNotThereIsMissing(int code, String text, boolean missing) {
    var close = new AMQP.Channel.Close.Builder().replyCode(code).replyText(text).build();
    var failure = new IOException(new ShutdownSignalException(false, false, close, new Object()));
    assertThat(RabbitConsumer.isMissing(failure)).isEqualTo(missing);
  }
}

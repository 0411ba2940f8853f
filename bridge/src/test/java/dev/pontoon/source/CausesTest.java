package dev.pontoon.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class CausesTest {

  @Test
  void eachCauseIsSaidOnceOnOneLine() {
    Exception cause = new IOException("queue\nis gone");
    assertThat(Causes.of(new IOException("could not read", cause)))
        .isEqualTo("could not read: queue is gone");
    assertThat(Causes.of(new IllegalStateException(cause))).doesNotContain(": :");
    assertThat(Causes.of(new IOException())).isEqualTo("IOException");
  }

  @Test
  void emptyPartsLeaveNoColons() {
    Exception cause = new IOException(": connection refused: ");
    assertThat(Causes.of(new IOException("could not connect to amqp://[::1]:5672:", cause)))
        .isEqualTo("could not connect to amqp://[::1]:5672: connection refused");
    assertThat(Causes.of(new IOException("tried a: : timed out"))).isEqualTo("tried a: timed out");
  }
}

package dev.pontoon.source.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Connection;
import org.junit.jupiter.api.Test;

class KeptConnectionTest {
  private final Calls calls = new Calls();
  private final KeptConnection kept = new KeptConnection();
  private final Connection first = calls.connection("first");
  private final Connection second = calls.connection("second");

  @Test
  void isGivenOnce() {
    kept.keep(first);
    assertThat(kept.is(first)).isTrue();
    assertThat(kept.take()).isSameAs(first);
    assertThat(kept.is(first)).isFalse();
    assertThat(kept.take()).isNull();
    assertThat(calls.made()).isEmpty();
  }

  @Test
  void anotherOneEndsTheOneBefore() {
    kept.keep(first);
    kept.keep(second);
    assertThat(calls.made()).containsExactly("first aborted");
    assertThat(kept.take()).isSameAs(second);
  }

  /** A look may take longer than the stop waits for it. */
  @Test
  void nothingIsKeptAfterTheStopUntilTheNextStart() {
    kept.keep(first);
    kept.close();
    kept.keep(second);
    assertThat(calls.made()).containsExactly("first aborted", "second aborted");
    assertThat(kept.take()).isNull();
    kept.open();
    kept.keep(first);
    assertThat(kept.take()).isSameAs(first);
  }
}

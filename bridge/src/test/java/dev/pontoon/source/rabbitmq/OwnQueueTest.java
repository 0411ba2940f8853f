package dev.pontoon.source.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.config.Connection;
import dev.pontoon.config.From;
import dev.pontoon.source.HeldSink;
import dev.pontoon.source.TestRoute;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OwnQueueTest {
  /** What old and new bindings match is published in between too. */
  @Test
  void newBindingsAreMadeBeforeOldOnesAreTakenOff() throws Exception {
    From.RabbitExchange from =
        new From.RabbitExchange(
            "legacy",
            "orders",
            List.of(new From.Binding("order.#", Map.of()), new From.Binding("refund.#", Map.of())),
            "pontoon.orders",
            "classic",
            null,
            null,
            null,
            null);
    Connection.Rabbit unmanaged =
        new Connection.Rabbit(
            "legacy",
            "amqp://127.0.0.1",
            null,
            null,
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            1 << 20,
            null,
            null);
    Calls calls = new Calls();
    try (TestRoute route = new TestRoute(from, false, new HeldSink(), Duration.ofSeconds(1))) {
      Management management = new Management(unmanaged, route.runtime().workers());
      new OwnQueue(from, route.runtime(), "/", management).bind(calls.connection("only"));
    }
    assertThat(calls.made()).containsExactly("bind order.#", "bind refund.#", "unbind #");
  }
}

package dev.pontoon.source.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.message.Body;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Origin;
import dev.pontoon.message.Property;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A message on its way through the second queue. */
class LateMessagesTest {
  private static final Origin ORIGIN =
      new Origin("orders", "rabbitmq", "mq", "pontoon.orders", false);
  private static final Map<String, Object> OUR_DEATH =
      Map.of(
          "queue",
          "pontoon.orders",
          "reason",
          "expired",
          "exchange",
          "orders",
          "routing-keys",
          List.of("order.new", "audit"),
          "original-expiration",
          "2000",
          "count",
          1L);
  private static final Map<String, Object> OTHER_DEATH =
      Map.of("queue", "retry", "reason", "rejected", "exchange", "shop", "count", 2L);

  private final LateMessages late = new LateMessages("pontoon.orders");

  private static LegacyMessage message(
      String exchange, String key, @Nullable String expiration, Map<String, Object> headers) {
    Map<Property, Object> properties = new EnumMap<>(Property.class);
    properties.put(Property.MESSAGE_ID, "m-1");
    properties.put(Property.EXCHANGE, exchange);
    properties.put(Property.ROUTING_KEY, key);
    if (expiration != null) {
      properties.put(Property.EXPIRATION, expiration);
    }
    return new LegacyMessage(
        ORIGIN, properties, new LinkedHashMap<>(headers), Body.Bytes.EMPTY, false);
  }

  private static Map<String, Object> with(Map<String, Object> headers, Object... more) {
    Map<String, Object> all = new LinkedHashMap<>(headers);
    for (int i = 0; i < more.length; i += 2) {
      all.put((String) more[i], more[i + 1]);
    }
    return all;
  }

  @Test
  void isWhatItWasWhenItWasPublished() {
    Map<String, Object> own = Map.of("orderId", 7);
    LegacyMessage published =
        message("orders", "order.new", "2000", with(own, "CC", List.of("audit")));
    LegacyMessage read =
        message(
            "",
            "pontoon.orders.late",
            null,
            with(
                own,
                "x-death",
                List.of(OUR_DEATH),
                "x-first-death-queue",
                "pontoon.orders",
                "x-first-death-reason",
                "expired",
                "x-first-death-exchange",
                "orders"));
    LegacyMessage restored = late.restored(read);
    assertThat(restored.headers()).isEqualTo(published.headers());
    assertThat(restored.property(Property.LATE)).isEqualTo("expired");
    assertThat(restored.redelivered()).isTrue();
    Map<Property, Object> properties = new EnumMap<>(restored.properties());
    properties.remove(Property.LATE);
    assertThat(properties).isEqualTo(published.properties());
  }

  @Test
  void deathsInQueuesOfOthersStay() {
    Map<String, Object> before =
        Map.of(
            "x-death",
            List.of(OTHER_DEATH),
            "x-first-death-queue",
            "retry",
            "x-last-death-queue",
            "retry",
            "x-last-death-reason",
            "rejected",
            "x-last-death-exchange",
            "shop");
    LegacyMessage read =
        message(
            "",
            "pontoon.orders.late",
            null,
            with(
                before,
                "x-death",
                List.of(OUR_DEATH, OTHER_DEATH),
                "x-last-death-queue",
                "pontoon.orders",
                "x-last-death-reason",
                "expired",
                "x-last-death-exchange",
                "orders"));
    assertThat(late.restored(read).headers()).isEqualTo(with(before, "CC", List.of("audit")));
  }

  @Test
  void whatDidNotComeThatWayIsLeftAlone() {
    LegacyMessage other = message("", "x", null, Map.of("x-death", List.of(OTHER_DEATH)));
    assertThat(late.restored(other)).isSameAs(other);
    LegacyMessage forged = message("", "x", null, Map.of("x-death", "pontoon.orders"));
    assertThat(late.restored(forged)).isSameAs(forged);
  }
}

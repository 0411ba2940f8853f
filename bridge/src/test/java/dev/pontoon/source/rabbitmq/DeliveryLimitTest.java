package dev.pontoon.source.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.message.Body;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Origin;
import dev.pontoon.message.Property;
import dev.pontoon.source.rabbitmq.DeliveryLimit.Verdict;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeliveryLimitTest {
  private static final Origin ORIGIN = new Origin("route", "rabbitmq", "legacy", "orders", false);

  private final DeliveryLimit limit = new DeliveryLimit("route", "orders");

  @Test
  void withoutALimitNothingIsLookedAt() {
    limit.is(DeliveryLimit.NONE);
    assertThat(limit.careful()).isFalse();
    assertThat(limit.judge(delivered(1_000), false)).isEqualTo(Verdict.TAKE);
    assertThat(limit.lacks()).isEmpty();
  }

  @Test
  void theFirstMessageIsReadAloneAndShowsThatMoreMayBeFetched() {
    limit.is(20);
    assertThat(limit.careful()).isTrue();
    assertThat(limit.judge(delivered(1), true)).isEqualTo(Verdict.OTHERWISE);
    assertThat(limit.careful()).isFalse();
    assertThat(limit.judge(delivered(2), false)).isEqualTo(Verdict.TAKE);
  }

  @Test
  void theReaderIsCarefulThenStopsThenRescues() {
    limit.is(20);
    assertThat(limit.judge(delivered(0), true)).isEqualTo(Verdict.OTHERWISE);
    assertThat(limit.judge(delivered(10), false)).isEqualTo(Verdict.OTHERWISE);
    assertThat(limit.judge(delivered(10), true)).isEqualTo(Verdict.TAKE);
    assertThat(limit.lacks()).contains("orders", "10 times or more", "rabbitmqctl set_policy");
    assertThat(limit.judge(delivered(15), true)).isEqualTo(Verdict.STOP);
    assertThat(limit.stopped()).contains("queue orders", "delivered 15 times", "delivery-limit");
    assertThat(limit.judge(delivered(19), true)).isEqualTo(Verdict.RESCUE);
    assertThat(limit.judge(delivered(20), true)).isEqualTo(Verdict.RESCUE);
  }

  @Test
  void aLimitThatWasLiftedEndsTheStop() {
    limit.is(20);
    limit.judge(delivered(16), true);
    limit.is(20);
    assertThat(limit.stopped()).isNotNull();
    limit.is(DeliveryLimit.NONE);
    assertThat(limit.stopped()).isNull();
  }

  @Test
  void whatWasDeliveredMoreOftenThanTheLimitHasAnotherOne() {
    limit.is(20);
    assertThat(limit.judge(delivered(21), true)).isEqualTo(Verdict.TAKE);
  }

  private static LegacyMessage delivered(int times) {
    return new LegacyMessage(
        ORIGIN, Map.of(Property.DELIVERY_COUNT, times), Map.of(), Body.Bytes.EMPTY, times > 0);
  }
}

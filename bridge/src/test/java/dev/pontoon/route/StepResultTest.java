package dev.pontoon.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.mapping.Route;
import dev.pontoon.message.Body;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Property;
import dev.pontoon.source.LegacyCamelMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class StepResultTest {
  private final LegacyMessage before =
      Route.with(Route.with(Route.json("{}"), "CamelLike", "theirs"), Property.MESSAGE_ID, "m1");

  @Test
  void whatNoStepTouchedStaysTheSame() {
    LegacyMessage after = StepResult.of(camel(before), before);
    assertThat(after.body()).isSameAs(before.body());
    assertThat(after.headers()).isEqualTo(before.headers());
    assertThat(after.properties()).isEqualTo(before.properties());
  }

  @Test
  void headersThatStepsSetOrRemoveCount() {
    Message message = camel(before);
    message.setHeader("new", 5);
    message.removeHeader("pontoon.escaped.CamelLike");
    assertThat(StepResult.of(message, before).headers()).isEqualTo(Map.of("new", 5));
  }

  @Test
  void camelsOwnHeadersAndOursAreLeftOut() {
    Message message = camel(before);
    message.setHeader("CamelFileName", "x");
    message.setHeader("pontoon.message-id", "forged");
    LegacyMessage after = StepResult.of(message, before);
    assertThat(after.headers()).isEqualTo(before.headers());
    assertThat(after.properties()).containsEntry(Property.MESSAGE_ID, "m1");
  }

  /** The order of a publisher to a component is shown under another name, and arrives as it was. */
  @Test
  void headersThatSteerArriveUnderTheirOwnNames() {
    LegacyMessage orders = before;
    for (String name : List.of("kafka.OVERRIDE_TOPIC", "\u212aafka.X", "JMSReplyTo", " CamelX")) {
      orders = Route.with(orders, name, "theirs");
    }
    Message message = camel(orders);
    assertThat(message.getHeader("kafka.OVERRIDE_TOPIC")).isNull();
    assertThat(message.getHeader("kafka.X")).isNull();
    assertThat(message.getHeader("pontoon.escaped.kafka.OVERRIDE_TOPIC")).isEqualTo("theirs");
    assertThat(StepResult.of(message, orders).headers()).isEqualTo(orders.headers());

    message.setHeader("pontoon.escaped.JMSReplyTo", "changed");
    message.setHeader("pontoon.escaped.kafka.KEY", "made");
    message.setHeader("kafka.PARTITION_KEY", 3);
    assertThat(StepResult.of(message, orders).headers())
        .containsEntry("JMSReplyTo", "changed")
        .containsEntry("kafka.KEY", "made")
        .containsEntry("kafka.PARTITION_KEY", 3)
        .containsEntry("\u212aafka.X", "theirs");
  }

  @Test
  void namesThatDifferOnlyInCaseAreAllKept() {
    LegacyMessage two = Route.with(Route.with(before, "OrderId", 1), "orderid", 2);
    assertThat(StepResult.of(camel(two), two).headers()).isEqualTo(two.headers());

    Message set = camel(two);
    set.setHeader("ORDERID", 3);
    assertThat(StepResult.of(set, two).headers()).containsValue(3).doesNotContainValue(1);
    Message removed = camel(two);
    removed.removeHeader("orderId");
    assertThat(StepResult.of(removed, two).headers()).isEqualTo(before.headers());
  }

  @Test
  void aHeaderNamedAsAStandardPropertyPassesBesideIt() {
    LegacyMessage both = Route.with(before, "pontoon.message-id", "theirs");
    Message message = camel(both);
    assertThat(message.getHeader("pontoon.message-id")).isEqualTo("m1");
    message.setHeader("pontoon.message-id", "forged");
    assertThat(StepResult.of(message, both).headers()).isEqualTo(both.headers());
  }

  @Test
  void valuesBecomeWhatAMessageMayHold() {
    Message message = camel(before);
    message.setHeader("date", new Date(0));
    message.setHeader("list", List.of(new Date(0), new StringBuilder("x")));
    message.setHeader("map", Map.of(1, new Date(0)));
    message.setHeader("other", new StringBuilder("text"));
    assertThat(StepResult.of(message, before).headers())
        .containsEntry("date", Instant.EPOCH)
        .containsEntry("list", List.of(Instant.EPOCH, "x"))
        .containsEntry("map", Map.of("1", Instant.EPOCH))
        .containsEntry("other", "text");
  }

  @Test
  void aBodyIsBytesTextMapOrListAgain() {
    assertThat(body(new byte[] {1})).isInstanceOf(Body.Bytes.class);
    assertThat(text(body("žluť"))).isEqualTo("žluť");
    assertThat(body(null)).isSameAs(Body.Bytes.EMPTY);
    assertThat(((Body.Fields) body(Map.of("a", 1))).fields()).isEqualTo(Map.of("a", 1));
    assertThat(((Body.Values) body(List.of(1, 2))).values()).isEqualTo(List.of(1, 2));
    assertThat(text(body(new ByteArrayInputStream("in".getBytes(StandardCharsets.UTF_8)))))
        .isEqualTo("in");
  }

  @Test
  void textStaysTextWhereItWasText() {
    LegacyMessage text = Route.message(new Body.Text("a"));
    Message message = camel(text);
    message.setBody("b");
    assertThat(StepResult.of(message, text).body()).isEqualTo(new Body.Text("b"));
  }

  @Test
  void aBodyOfAForeignKindIsSaid() {
    assertThatThrownBy(() -> body(new Object()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.Object");
  }

  private static String text(Body body) {
    return new String(((Body.Bytes) body).bytes(), StandardCharsets.UTF_8);
  }

  private Body body(Object made) {
    Message message = camel(before);
    message.setBody(made);
    return StepResult.of(message, before).body();
  }

  private static Message camel(LegacyMessage legacy) {
    DefaultCamelContext context = new DefaultCamelContext();
    context.init();
    var exchange = new DefaultExchange(context);
    Message message = new LegacyCamelMessage(exchange, legacy, null);
    exchange.setIn(message);
    return message;
  }
}

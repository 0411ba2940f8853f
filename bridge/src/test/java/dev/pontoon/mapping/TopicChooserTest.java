package dev.pontoon.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.config.RouteConfig;
import dev.pontoon.config.TopicNames;
import dev.pontoon.message.Body;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Property;
import dev.pontoon.message.Refusal.Reason;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Topics that are made from routing keys. */
class TopicChooserTest {
  private final TopicChooser chooser = chooser("shop.{routing-key}.v1");

  private static TopicChooser chooser(String name) {
    RouteConfig.To to = new RouteConfig.To(name, null, null, null, null, false, Map.of(), true);
    return new TopicChooser(to, Set.of("shop.dead.v1", "pontoon.state"));
  }

  private static LegacyMessage message(String routingKey) {
    return new LegacyMessage(
        Route.ORIGIN,
        routingKey == null ? Map.of() : Map.of(Property.ROUTING_KEY, routingKey),
        Map.of(),
        Body.Bytes.EMPTY,
        false);
  }

  @ParameterizedTest
  @CsvSource({
    "order.new, shop.order.new.v1",
    "eu/west order, shop.eu-west-order.v1",
    "../../etc, shop...-..-etc.v1",
    "pontoon.state, shop.pontoon.state.v1"
  })
  void theRoutingKeyStandsInTheMiddle(String routingKey, String topic) {
    assertThat(chooser.choose(message(routingKey))).isEqualTo(new TopicChooser.Choice(topic, null));
  }

  @Test
  void aTopicWithAnotherPurposeIsRefused() {
    TopicChooser.Choice choice = chooser.choose(message("dead"));

    assertThat(choice.refusal()).isNotNull();
    assertThat(choice.refusal().reason()).isEqualTo(Reason.TOPIC_INVALID);
    assertThat(choice.refusal().message()).contains("'dead'", "shop.dead.v1");
  }

  @Test
  void aTopicThatGetsAnotherPurposeLaterIsRefusedFromThenOn() {
    Set<String> taken = new HashSet<>();
    RouteConfig.To to =
        new RouteConfig.To("shop.{routing-key}", null, null, null, null, false, Map.of(), true);
    TopicChooser later = new TopicChooser(to, taken);
    assertThat(later.choose(message("eu")).refusal()).isNull();

    taken.add("shop.eu");

    assertThat(later.choose(message("eu")).refusal()).isNotNull();
    assertThat(later.choose(message("us")).refusal()).isNull();
  }

  @Test
  void whatMakesNoNameIsRefused() {
    assertThat(chooser.choose(message("k".repeat(250))).refusal()).isNotNull();
    assertThat(chooser.choose(message("")).refusal()).isNotNull();
    assertThat(chooser.choose(message(null)).refusal()).isNotNull();
  }

  @Test
  void aRefusedTopicStaysSoUntilItIsForgotten() {
    chooser.refuse(message("a"), "Kafka says no");

    assertThat(chooser.choose(message("a")).refusal().message()).isEqualTo("Kafka says no");
    assertThat(chooser.choose(message("a")).topic()).isEqualTo("shop.a.v1");
    assertThat(chooser.choose(message("b")).refusal()).isNull();
    chooser.forget();
    assertThat(chooser.choose(message("a")).refusal()).isNull();
  }

  @Test
  void aTopicWithoutPlaceholderIsTheSameForAll() {
    TopicChooser fixed = chooser("shop.dead.v1");

    assertThat(fixed.choose(message("x"))).isSameAs(fixed.choose(message(null)));
    assertThat(fixed.choose(message("x")).topic()).isEqualTo("shop.dead.v1");
  }

  @net.jqwik.api.Property
  void noRoutingKeyLeavesTheBeginning(@ForAll String routingKey) {
    TopicChooser.Choice choice = chooser.choose(message(routingKey));

    assertThat(choice.topic()).startsWith("shop.").endsWith(".v1");
    if (choice.refusal() == null) {
      assertThat(TopicNames.isLegal(choice.topic())).isTrue();
    }
    assertThat(chooser.choose(message(routingKey))).isEqualTo(choice);
  }

  @Test
  void moreKeysThanAreRememberedAreAllAnswered() {
    for (int i = 0; i < 25_000; i++) {
      assertThat(chooser.choose(message("k" + i)).topic()).isEqualTo("shop.k" + i + ".v1");
    }
  }

  @Test
  void theMapperRefusesWithTheKeyThatTheMessageHas() {
    RouteMapper mapper =
        new RouteMapper(
            new Route().key(RouteConfig.KeyRule.Kind.TEXT, "k").config(),
            Route.ORIGIN,
            chooser,
            topic -> TopicLimits.DEFAULT,
            Route.clock(),
            KeyExpressions.NONE,
            () -> {});

    assertThat(mapper.map(message("dead")))
        .isInstanceOfSatisfying(
            dev.pontoon.message.Refusal.class,
            refusal -> {
              assertThat(refusal.reason()).isEqualTo(Reason.TOPIC_INVALID);
              assertThat(refusal.key()).asString().isEqualTo("k");
            });
    assertThat(mapper.map(message("new")))
        .isInstanceOfSatisfying(
            dev.pontoon.message.OutboundRecord.class,
            record -> assertThat(record.topic()).isEqualTo("shop.new.v1"));
  }
}

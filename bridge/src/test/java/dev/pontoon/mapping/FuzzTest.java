package dev.pontoon.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.config.RouteConfig.KeyRule.Kind;
import dev.pontoon.config.RouteConfig.ObjectBody;
import dev.pontoon.config.RouteConfig.Otherwise;
import dev.pontoon.config.RouteConfig.Time;
import dev.pontoon.config.RouteConfig.Tombstone;
import dev.pontoon.deadletter.DeadLetter;
import dev.pontoon.deadletter.DeadLetters;
import dev.pontoon.deadletter.Parts;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.OutboundRecord;
import dev.pontoon.message.OutboundRecord.Header;
import dev.pontoon.message.Outcome;
import dev.pontoon.message.Refusal;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever arrives: a record within the limits, or a refusal and a dead letter within them. */
class FuzzTest {

  record Case(Route route, TopicLimits limits, LegacyMessage message) {}

  @Provide
  Arbitrary<Case> cases() {
    Arbitrary<TopicLimits> limits =
        Combinators.combine(
                Arbitraries.of(5_000, 6_000, 1_048_588),
                Arbitraries.of(true, false),
                Arbitraries.of(-1L, 0L, 60_000L, Long.MAX_VALUE),
                Arbitraries.of(0L, 60_000L, Long.MAX_VALUE))
            .as(
                (size, compact, retention, bound) ->
                    new TopicLimits(size, compact, retention, bound, bound));
    Arbitrary<Integer> keyRules = Arbitraries.integers().between(0, 1 << 8);
    return Combinators.combine(
            Hostile.messages(),
            limits,
            keyRules,
            Arbitraries.of(Otherwise.class),
            Arbitraries.of(Time.class),
            Arbitraries.of(ObjectBody.class),
            Arbitraries.of(Tombstone.class))
        .as(
            (message, limit, rules, otherwise, time, objects, tombstone) ->
                new Case(
                    route(rules)
                        .limits(limit)
                        .otherwise(otherwise)
                        .time(time)
                        .objects(objects)
                        .tombstone(tombstone),
                    limit,
                    message));
  }

  private static Route route(int rules) {
    Route route = new Route();
    Kind[] kinds = {
      Kind.JSON,
      Kind.XPATH,
      Kind.HEADER,
      Kind.PROPERTY,
      Kind.ROUTING_KEY,
      Kind.GROUP_ID,
      Kind.MESSAGE_ID,
      Kind.TEXT
    };
    String[] arguments = {"/id", "/a/id", "x-death", "timestamp", "", "", "", "constant"};
    for (int i = 0; i < kinds.length; i++) {
      if ((rules >> i & 1) == 1) {
        route.key(kinds[i], arguments[i]);
      }
    }
    return route;
  }

  @Property(tries = 700)
  void thereIsAlwaysAnOutcome(@ForAll("cases") Case one) {
    Outcome outcome = one.route().map(one.message());
    if (outcome instanceof OutboundRecord record) {
      check(record, one.limits());
    } else {
      Refusal refusal = (Refusal) outcome;
      assertThat(refusal.message()).isNotBlank();
      DeadLetter letter =
          new DeadLetters(new Route().config(), Route.ORIGIN, one::limits, Route.clock())
              .make(one.message(), refusal, DeadLetter.Stage.MAPPING, Parts.ALL);
      check(letter.record(), one.limits());
      assertThat(Route.headers(letter.record()))
          .containsEntry("pontoon.error.reason", refusal.reason().name());
    }
    RouteMapper mapper = one.route().mapper();
    assertThat(mapper.explain(one.message()).text()).doesNotContain("\r", "\u001b");
  }

  private static void check(OutboundRecord record, TopicLimits limits) {
    assertThat(record.topic()).startsWith("orders.v1");
    assertThat(RecordSize.of(record)).isLessThanOrEqualTo(limits.maxRecordBytes());
    assertThat(record.key() == null && limits.compacted()).isFalse();
    assertThat(record.timestamp()).isNotNegative();
    for (Header header : record.headers()) {
      assertThat(UnicodeText.wellFormed(header.name())).isTrue();
      assertThat(header.name().toLowerCase(Locale.ROOT))
          .doesNotStartWith("camel")
          .doesNotStartWith("kafka.");
    }
    assertThat(record.headers().stream().filter(h -> h.name().equals("pontoon.route"))).hasSize(1);
  }
}

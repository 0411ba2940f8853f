package dev.pontoon.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SteeringNamesTest {
  private final SteeringNames names = SteeringNames.of(new DefaultCamelContext());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kafka.OVERRIDE_TOPIC",
        "KAFKA.override_topic",
        "\u212aafka.KEY",
        "kaf\u212aa.x",
        " kafka.KEY",
        "\u200bkafka.KEY",
        "_CamelFileName",
        "CamelFileName",
        "camelfilename",
        "CAMELX",
        "org.apache.camel.x",
        "JMSReplyTo",
        "jmsDestination",
        "JM\u017fType",
        "rabbitmq.ROUTING_KEY",
        "CamelAwsS3Key",
        "breadcrumbId",
        "breadcrumb\u0131d",
        "pontoon.routing-key",
        "PONTOON.route",
        "pontoon.escaped.kafka.KEY"
      })
  void ordersHaveAnotherName(String name) {
    assertThat(names.escape(name)).isEqualTo(SteeringNames.ESCAPED + name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "orderId",
        "x-death",
        "tenant",
        "größe",
        "a b",
        "kafka",
        "kafkaesque",
        "my.kafka.KEY",
        "x-camel",
        "id",
        "",
        "-",
        "type"
      })
  void ordinaryNamesStay(String name) {
    assertThat(names.escape(name)).isSameAs(name);
  }

  /** A component that somebody puts into lib/ says in its jar which headers steer it. */
  @Test
  void whatComponentsDeclareIsKnown() {
    var declared =
        List.of(
            "kafka.PARTITION_KEY",
            "kafka.OVERRIDE_TIMESTAMP",
            "JMSCorrelationID",
            "CamelFileName",
            "CamelSpringRabbitmqRoutingOverrideKey");
    assertThat(declared).allMatch(name -> !names.escape(name).equals(name));
  }

  @Property
  void thereIsAWayBack(@ForAll String name) {
    assertThat(SteeringNames.unescape(names.escape(name))).isEqualTo(name);
    assertThat(SteeringNames.unescape(names.escape("pontoon." + name)))
        .isEqualTo("pontoon." + name);
  }
}

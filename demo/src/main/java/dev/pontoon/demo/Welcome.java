package dev.pontoon.demo;

import java.util.List;

/** What is where, and how to join in. */
final class Welcome {
  private Welcome() {}

  static List<String> lines(DemoBrokers brokers, String http) {
    String kafka = brokers.kafka().bootstrap();
    String amqp = brokers.amqp().uri();
    String jms = brokers.jms().uri();
    return List.of(
        "",
        "  AMQP 0-9-1  " + amqp,
        "              (" + brokers.amqp().what() + ")",
        "  ActiveMQ    " + jms,
        "  Kafka       " + kafka,
        "  Pontoon     " + http + "/  " + http + "/metrics",
        "",
        "  Any client can join in, for example from another window:",
        "  kcat -b " + kafka + " -C -t orders.v1 -o end -f '%k  %h  %s\\n'",
        "  kcat -b " + kafka + " -C -t orders.v1.dead -f '%h  %s\\n'",
        "  kafka-console-consumer.sh --bootstrap-server " + kafka + " --topic payments.v1 \\",
        "    --property print.key=true --property print.headers=true",
        "  amqp-publish -u " + amqp + " -e orders -r order.created \\",
        "    -H 'orderId: A-1' -b '{\"quantity\":3}'",
        "  activemq producer --brokerUrl " + jms + " --destination queue://PAYMENTS \\",
        "    --msgGroupID account-7 --messageCount 3",
        "");
  }
}

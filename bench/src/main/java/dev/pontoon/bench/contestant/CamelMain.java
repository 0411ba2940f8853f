package dev.pontoon.bench.contestant;

import dev.pontoon.rig.jms.JmsKind;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;

/** The route that everybody would write first, one per queue. */
final class CamelMain {

  private static final String JMS = "jms?";

  private CamelMain() {}

  /**
   * @param args the broker (RabbitMQ's URI, or kind and port of a JMS broker), the consumer with
   *     its options, options of the producer, then the queues
   */
  public static void main(String[] args) throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    boolean jms = args[1].startsWith(JMS);
    try (CamelContext camel = new DefaultCamelContext()) {
      if (jms) {
        String[] broker = args[0].split(":", -1);
        camel.addComponent(
            "jms",
            JmsComponent.jmsComponent(
                JmsKind.valueOf(broker[0]).connectionFactory(Integer.parseInt(broker[1]))));
      } else {
        camel.getRegistry().bind("rabbit", new CachingConnectionFactory(URI.create(args[0])));
      }
      for (String queue : List.of(args).subList(3, args.length)) {
        camel.addRoutes(route(from(args[1], queue), "kafka:" + queue + "?" + args[2]));
      }
      camel.start();
      Runtime.getRuntime().addShutdownHook(new Thread(end::countDown, "stop"));
      end.await();
    }
  }

  static String from(String consumer, String queue) {
    String options = consumer.substring(consumer.indexOf('?') + 1);
    return consumer.startsWith(JMS)
        ? "jms:queue:" + queue + "?" + options
        : "spring-rabbitmq:default?connectionFactory=#rabbit&queues=" + queue + "&" + options;
  }

  private static RouteBuilder route(String from, String to) {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from(from).setHeader(KafkaConstants.KEY, header("key").convertToString()).to(to);
      }
    };
  }
}

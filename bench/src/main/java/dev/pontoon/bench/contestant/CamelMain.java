package dev.pontoon.bench.contestant;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;

/** The route that everybody would write first, one per queue. */
final class CamelMain {

  private CamelMain() {}

  /**
   * @param args RabbitMQ's URI, options of the consumer, options of the producer, then the queues
   */
  public static void main(String[] args) throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    CachingConnectionFactory rabbit = new CachingConnectionFactory(URI.create(args[0]));
    try (CamelContext camel = new DefaultCamelContext()) {
      camel.getRegistry().bind("rabbit", rabbit);
      for (String queue : List.of(args).subList(3, args.length)) {
        camel.addRoutes(
            new RouteBuilder() {
              @Override
              public void configure() {
                from("spring-rabbitmq:default?connectionFactory=#rabbit&queues="
                        + queue
                        + "&"
                        + args[1])
                    .setHeader(KafkaConstants.KEY, header("key").convertToString())
                    .to("kafka:" + queue + "?" + args[2]);
              }
            });
      }
      camel.start();
      Runtime.getRuntime().addShutdownHook(new Thread(end::countDown, "stop"));
      end.await();
    }
    rabbit.destroy();
  }
}

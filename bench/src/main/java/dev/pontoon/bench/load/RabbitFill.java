package dev.pontoon.bench.load;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.pontoon.bench.stage.Bodies;
import dev.pontoon.bench.stage.Job;
import dev.pontoon.bench.stage.Line;
import dev.pontoon.bench.stage.Source;
import java.util.Date;
import java.util.Map;

/** Durable queues, persistent messages, publisher confirms. */
final class RabbitFill {

  private static final int UNCONFIRMED = 500;
  private static final long CONFIRM_MILLIS = 60_000;
  private static final int PERSISTENT = 2;

  private RabbitFill() {}

  static void fill(Job job, long seed, int messages) throws Exception {
    Bodies bodies = new Bodies(seed, job.workload().bytes());
    try (Connection connection = connect(job)) {
      Channel channel = connection.createChannel();
      for (Line line : job.lines()) {
        channel.queueDeclare(line.name(), true, false, false, arguments(job.workload().source()));
      }
      channel.confirmSelect();
      int unconfirmed = Math.max(1, Math.min(UNCONFIRMED, (8 << 20) / job.workload().bytes()));
      for (int n = 0; n < messages; n++) {
        String queue = job.lines().get(n % job.lines().size()).name();
        channel.basicPublish("", queue, properties(n), bodies.body(n, 0));
        if (n % unconfirmed == unconfirmed - 1) {
          channel.waitForConfirmsOrDie(CONFIRM_MILLIS);
        }
      }
      channel.waitForConfirmsOrDie(CONFIRM_MILLIS);
    }
  }

  static long waiting(Job job, Line line) throws Exception {
    try (Connection connection = connect(job)) {
      return connection.createChannel().messageCount(line.name());
    }
  }

  static void delete(Job job) throws Exception {
    try (Connection connection = connect(job)) {
      Channel channel = connection.createChannel();
      for (Line line : job.lines()) {
        channel.queueDelete(line.name());
      }
    }
  }

  /** A message id, a content type, and ten headers: seven texts, a whole number, a long, a flag. */
  static AMQP.BasicProperties properties(long n) {
    return new AMQP.BasicProperties.Builder()
        .deliveryMode(PERSISTENT)
        .contentType("application/octet-stream")
        .messageId("m-" + n)
        .timestamp(new Date())
        .headers(headers(n))
        .build();
  }

  static Map<String, Object> headers(long n) {
    return Map.ofEntries(
        Map.entry("key", "k" + n % Backlog.KEYS),
        Map.entry("tenant", "acme-europe"),
        Map.entry("region", "eu-central-1"),
        Map.entry("schema", "order-created/3"),
        Map.entry("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
        Map.entry("application", "order-service"),
        Map.entry("user", "user-4711"),
        Map.entry("attempt", 1),
        Map.entry("sequence", n),
        Map.entry("audited", true));
  }

  static Connection connect(Job job) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(job.stage().rabbit().amqpUri());
    return factory.newConnection("bench");
  }

  private static Map<String, Object> arguments(Source source) {
    return source == Source.RABBIT_QUORUM ? Map.of("x-queue-type", "quorum") : Map.of();
  }
}

package dev.pontoon.demo;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * The order system: publishes each order's life to the topic exchange {@value #EXCHANGE}. Now and
 * then it forgets the order id, as such systems do.
 */
final class OrderPublisher implements Publisher {
  static final String EXCHANGE = "orders";

  private static final String[] EVENTS = {"order.created", "order.paid", "order.shipped"};
  private static final int BAD_ONE_IN = 50;
  private static final long CONFIRM_MILLIS = 30_000;

  private final Connection connection;
  private final Channel channel;
  private final Ledger ledger;
  private final Clock clock;

  OrderPublisher(Connection connection, Ledger ledger, Clock clock) throws IOException {
    this.connection = connection;
    this.channel = connection.createChannel();
    this.ledger = ledger;
    this.clock = clock;
    channel.exchangeDeclare(EXCHANGE, "topic", true);
    channel.confirmSelect();
  }

  @Override
  public void publish(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      publishOne(ledger.sent());
    }
    channel.waitForConfirmsOrDie(CONFIRM_MILLIS);
    ledger.confirmAll();
  }

  private void publishOne(int number) throws IOException {
    boolean bad = number % BAD_ONE_IN == BAD_ONE_IN / 2;
    String event = EVENTS[number % EVENTS.length];
    String order = "A-" + (1000 + number / EVENTS.length);
    Map<String, Object> headers = new HashMap<>();
    headers.put(Ledger.HEADER, ledger.send(bad));
    if (!bad) {
      headers.put("orderId", order);
    }
    AMQP.BasicProperties properties =
        new AMQP.BasicProperties.Builder()
            .messageId(UUID.randomUUID().toString())
            .timestamp(Date.from(clock.instant()))
            .contentType("application/json")
            .deliveryMode(2)
            .appId("shop")
            .headers(headers)
            .build();
    String body =
        String.format(
            Locale.ROOT,
            "{\"order\":\"%s\",\"event\":\"%s\",\"quantity\":%d}",
            order,
            event,
            1 + number % 9);
    channel.basicPublish(EXCHANGE, event, properties, body.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    connection.abort();
  }
}
